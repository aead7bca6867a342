package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.subspace.Directions;
import org.junit.jupiter.api.Test;

final class SpotTest {
  @Test
  void aRayLeadsToTheSpotUpToTheRoundingOfItsDirection() {
    Spot.At spot = new Spot.At(new double[] {3e-20, -4e-20}, 5e-20);
    Spot.OnRay ray = spot.onRay();
    assertThat(ray.length()).isCloseTo(5e-20, within(1e-26));
    assertThat(ray.coordinates()).containsExactly(spot.coordinates(), within(1e-26));
    assertThat(ray.to(10).coordinates()).containsExactly(new double[] {6, -8}, within(1e-6));
  }

  @Test
  void lengthsAndProductsCountTheFactor() {
    Spot.OnRay back = Spot.OnRay.of(-2, new float[] {3, 4});
    assertThat(back.length()).isEqualTo(10);
    assertThat(back.times(0.5).coordinates()).containsExactly(-3, -4);
    assertThat(back.times(0.5).length()).isEqualTo(5);
    assertThat(back.to(1).coordinates()).containsExactly(new double[] {-0.6, -0.8}, within(1e-15));
    assertThat(back.product(new float[] {9, 1, 2}, 1)).isEqualTo(-22);
    assertThat(back.cosine(Spot.OnRay.of(1, new float[] {4, 3})))
        .isCloseTo(-24.0 / 25, within(1e-15));
  }

  @Test
  void bothAreWrittenWhereTheyLie() {
    float[] x = {9, 1, 2};
    float[] into = new float[3];
    Spot.OnRay ray = Spot.OnRay.of(0.5, new float[] {3, 4});
    ray.write(Directions.all(2), x, 1, new double[2], into, 0);
    assertThat(into).containsExactly(2.5f, 4, 0);
    Spot.at(ray.coordinates()).write(Directions.all(2), x, 1, new double[2], into, 1);
    assertThat(into).containsExactly(2.5f, 2.5f, 4);
  }

  @Test
  void whatIsKeptStaysWhenTheRayTurns() {
    float[] ray = {3, 4};
    Spot kept = Spot.OnRay.of(1, ray).kept(new float[2]);
    ray[0] = 7;
    assertThat(kept.coordinates()).containsExactly(3, 4);
  }
}
