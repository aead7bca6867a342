package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.train.Evaluation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class PlaneTest {

  @Test
  void countsKnownPictures() {
    assertThat(regions(3, "000", "000", "000")).isEqualTo(1);
    assertThat(regions(3, "010", "101", "010")).as("corners join").isEqualTo(2);
    assertThat(regions(4, "0110", "1001", "0000")).isEqualTo(2);
    assertThat(regions(4, "0110", "0220", "0000", "1001")).isEqualTo(5);
    assertThat(regions(5, "00000", "01110", "01010", "01110", "00000")).isEqualTo(3);
    assertThat(regions(4, "0123")).isEqualTo(4);
  }

  private static int regions(int width, String... rows) {
    int[] classes = String.join("", rows).chars().map(c -> c - '0').toArray();
    return PlaneClasses.regions(classes, width, rows.length);
  }

  @Test
  void agreesWithFloodFill() {
    for (int seed = 0; seed < 50; seed++) {
      int width = 1 + Streams.integer(seed, 0, 20);
      int height = 1 + Streams.integer(seed, 1, 20);
      int colours = 2 + seed % 4;
      int[] classes = new int[width * height];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = Streams.integer(seed, 10 + i, colours);
      }
      assertThat(PlaneClasses.regions(classes, width, height))
          .isEqualTo(floodFill(classes, width, height));
    }
  }

  private static int floodFill(int[] classes, int width, int height) {
    boolean[] seen = new boolean[classes.length];
    int regions = 0;
    for (int start = 0; start < classes.length; start++) {
      if (seen[start]) {
        continue;
      }
      regions++;
      Deque<Integer> open = new ArrayDeque<>();
      open.add(start);
      seen[start] = true;
      while (!open.isEmpty()) {
        int cell = open.pop();
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            int x = cell % width + dx;
            int y = cell / width + dy;
            if (x >= 0 && x < width && y >= 0 && y < height) {
              int next = y * width + x;
              if (!seen[next] && classes[next] == classes[start]) {
                seen[next] = true;
                open.push(next);
              }
            }
          }
        }
      }
    }
    return regions;
  }

  @Test
  void coordinatesAreThoseOfTheSpecification() {
    float[] first = {1, 2, 3, 4};
    float[] second = {1, 2, 3, 9};
    float[] third = {4, 2, 7, 6};
    Plane plane = Plane.through(first, second, third).orElseThrow();

    assertThat(plane.x()).containsExactly(new double[] {0, 5, 2}, within(1e-12));
    assertThat(plane.y()).containsExactly(new double[] {0, 0, 5}, within(1e-12));
    float[] point = new float[4];
    plane.point(plane.x()[2], plane.y()[2], point, 0);
    assertThat(point).containsExactly(third, within(1e-6f));
  }

  @Test
  void looksAtTheCornersOfTheGridWhereTheSpecificationSays() {
    try (Backend backend = Backends.open("reference", 1);
        Network network = Networks.random(backend, 8, 3, 20, 20, 4)) {
      float[] first = {-3, 0, 1};
      float[] second = {3, 1, 0};
      float[] third = {0, 4, -2};
      int n = 9;
      PlaneClasses classes = PlaneClasses.of(network.classifier(), first, second, third, n);
      Plane plane = Plane.through(first, second, third).orElseThrow();
      double right = plane.x()[1];
      double top = plane.y()[2];
      assertThat(classes.area().left()).isCloseTo(-0.1 * right, within(1e-12));
      assertThat(classes.area().top()).isCloseTo(1.1 * top, within(1e-12));
      assertThat(classes.classes()).doesNotContain(-1);
      assertThat(Arrays.stream(classes.classes()).distinct().count()).isGreaterThan(1);
      for (int cell = 0; cell < n * n; cell++) {
        double s = -0.1 * right + 1.2 * right * (cell % n) / (n - 1);
        double t = -0.1 * top + 1.2 * top * (cell / n) / (n - 1);
        float[] point = new float[3];
        plane.point(s, t, point, 0);
        assertThat(classes.classes()[cell])
            .isEqualTo(Evaluation.argmax(network.logits(point, 1), 0, 4));
      }
    }
  }

  @Test
  void pointsOnOneLineHaveAStatus() {
    try (Backend backend = Backends.open("reference", 1);
        Network network = Networks.random(backend, 8, 2, 4, 3)) {
      float[] a = {0, 0};
      float[] b = {1, 1};
      float[] c = {3, 3};
      assertThat(PlaneClasses.of(network.classifier(), a, b, c, 5).status())
          .isEqualTo(PlaneClasses.Status.COLLINEAR);
      assertThat(PlaneClasses.of(network.classifier(), a, a, c, 5).status())
          .isEqualTo(PlaneClasses.Status.COLLINEAR);
    }
  }
}
