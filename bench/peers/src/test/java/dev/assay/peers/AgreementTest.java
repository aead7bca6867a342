package dev.assay.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.SafeTensors;
import dev.assay.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Variant PEER = Side.LIBTORCH.variants(2).get(0);

  private static Agreement compare(String name, float[] ours, float[] theirs) {
    return Agreement.of("W", PEER, array(name, ours), array(name, theirs));
  }

  private static Map<String, SafeTensors.Array> array(String name, float[] values) {
    return Map.of(name, new SafeTensors.Array(Shape.vector(values.length), values));
  }

  @Test
  void errorsAreRelativeToTheLargestValue() {
    Agreement agreement = compare("y", new float[] {0.001f, 100.001f}, new float[] {0, 100});
    assertThat(agreement.error()).isBetween(0.9e-5, 1.1e-5);
    assertThat(agreement.kinks()).isZero();
  }

  @Test
  void plainOutputsMustAgreeEverywhere() {
    assertThatThrownBy(() -> compare("y", new float[] {1, 2}, new float[] {1.0005f, 2}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("libtorch (default) disagree on 'y'");
  }

  @Test
  void aQuarterOfThePiecesMaySitAtKinks() {
    String name = Outputs.pieces(8, "g");
    float[] theirs = {1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(compare(name, new float[] {1, 1.2f, 1, 1, 0.8f, 1, 1, 1}, theirs).kinks())
        .isEqualTo(2);
    assertThatThrownBy(() -> compare(name, new float[] {1, 1.2f, 1.2f, 1, 0.8f, 1, 1, 1}, theirs))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> compare(name, new float[] {1, 9, 1, 1, 1, 1, 1, 1}, theirs))
        .isInstanceOf(Failure.class);
  }

  @Test
  void nothingThatIsNotANumberPasses() {
    float[] ones = {1, 1, 1, 1};
    float[] bad = {1, Float.NaN, 1, 1};
    for (String name : new String[] {"y", Outputs.pieces(4, "g"), Outputs.rough("s")}) {
      assertThatThrownBy(() -> compare(name, bad, ones)).isInstanceOf(Failure.class);
      assertThatThrownBy(() -> compare(name, ones, bad)).isInstanceOf(Failure.class);
    }
  }
}
