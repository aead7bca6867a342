package dev.assay.backend;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

final class BranchCases {
  private static final double EXACT = 0;

  private BranchCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    int number = 0;
    for (Shape sample : ActivationCases.samples()) {
      for (int samples : Extents.BATCHES) {
        for (boolean relu : new boolean[] {false, true}) {
          cases.add(add(sample, samples, relu, number++ % 2 == 0));
        }
        for (int more : new int[] {0, 1, 5}) {
          cases.add(copy(sample, samples, more, number++ % 2 == 0));
        }
      }
    }
    return cases;
  }

  private static OperationCase add(Shape sample, int samples, boolean relu, boolean inPlace) {
    return new OperationCase(
        "add",
        sample + (relu ? ", relu" : "") + (inPlace ? ", in place" : ""),
        samples,
        f -> {
          Tensor b = f.givenBatch("b", sample, 1, Values.COARSE);
          if (inPlace) {
            Tensor a = f.updatedBatch("a", sample, 1, Values.COARSE, EXACT);
            f.backend().add(a, b, relu, a);
          } else {
            Tensor a = f.givenBatch("a", sample, 1, Values.SIGNED);
            f.backend().add(a, b, relu, f.resultBatch("y", sample, 1, EXACT));
          }
        });
  }

  /** Into more channels, or from among them. */
  private static OperationCase copy(Shape few, int samples, int more, boolean into) {
    int channels = few.channels();
    Shape many =
        few.isImage()
            ? Shape.image(channels + more, few.height(), few.width())
            : Shape.vector(channels + more);
    int at = more / 2;
    return new OperationCase(
        "copyChannels",
        few + (into ? " into " : " from ") + many + " at " + at,
        samples,
        f -> {
          Tensor x = f.givenBatch("x", into ? few : many, 1, Values.SIGNED);
          Tensor y = f.updatedBatch("y", into ? many : few, 1, Values.SIGNED, EXACT);
          f.backend().copyChannels(x, into ? 0 : at, y, into ? at : 0, channels);
        });
  }
}
