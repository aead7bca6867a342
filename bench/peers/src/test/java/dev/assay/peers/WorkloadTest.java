package dev.assay.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void textFormsAreReadBack() {
    assertThat(Catalog.standard(false))
        .allSatisfy(
            entry ->
                assertThat(Workload.parse(entry.workload().spec())).isEqualTo(entry.workload()));
  }

  @Test
  void textFormsOfSearchesAreReadBack() {
    Workload search = new Workload.Search("ddn-100", 7, 128, Path.of("/a folder/problem"));
    assertThat(Workload.parse(search.spec())).isEqualTo(search);
  }

  @Test
  void countsTheArithmeticOfNetworks() {
    assertThat(Net.MLP.forwardFlops()).isEqualTo(2 * (784 + 1000 + 1000 + 10) * 1000.0);
    assertThat(Net.MLP.trainingFlops() / 1e6).isBetween(15.1, 15.3);
    assertThat(Net.CNN_BN.forwardFlops() / 1e6).isBetween(50.0, 52.0);
    assertThat(Net.CNN_BN.trainingFlops() / 1e6).isBetween(150.0, 152.0);
  }

  @Test
  void countsTheArithmeticOfStridedConvolutions() {
    Workload.Convolution conv = Workload.convolution(Workload.Pass.FORWARD, "32,64,31,3,2,2");
    assertThat(conv.output().toArray()).containsExactly(2, 64, 16, 16);
    assertThat(conv.flops()).isEqualTo(2.0 * 2 * 64 * 16 * 16 * 32 * 9);
  }

  @Test
  void refusesShapesThatAreNone() {
    for (String shape : new String[] {"1,2,3", "1,2,3,4,5,x", "1,2,3,0,1,1", "1,2,3,3,1,1,1"}) {
      assertThatThrownBy(() -> Workload.convolution(Workload.Pass.DATA, shape))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(shape);
    }
  }
}
