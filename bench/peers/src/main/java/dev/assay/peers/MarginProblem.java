package dev.assay.peers;

import dev.assay.io.SafeTensors;
import dev.assay.subspace.Directions;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Points whose distance to the decision boundary is to be found, the same for all sides.
 *
 * @param checkpoint the network
 * @param cut where the points lie: 0 for inputs, above it activations
 * @param points count × n
 * @param labels the class of each, which the network predicts
 * @param basis the directions searched, m × n, orthonormal; empty for all
 */
record MarginProblem(Path checkpoint, int cut, float[] points, int[] labels, double[] basis) {
  private static final String CHECKPOINT = "checkpoint";
  private static final String CUT = "cut";

  int count() {
    return labels.length;
  }

  /** Values of a point. */
  int length() {
    return points.length / count();
  }

  Directions directions() {
    return basis.length == 0 ? Directions.all(length()) : Subspace.spannedBy(basis, length());
  }

  /** As safetensors; a double is the sum of two floats there, to 48 bits. */
  void write(Path file) {
    float[] classes = new float[labels.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels[i];
    }
    float[] high = new float[basis.length];
    float[] low = new float[basis.length];
    for (int i = 0; i < basis.length; i++) {
      high[i] = (float) basis[i];
      low[i] = (float) (basis[i] - high[i]);
    }
    Map<String, SafeTensors.Array> tensors = new LinkedHashMap<>();
    tensors.put("points", new SafeTensors.Array(Shape.of(count(), length()), points));
    tensors.put("labels", new SafeTensors.Array(Shape.vector(count()), classes));
    if (basis.length > 0) {
      tensors.put("basis", new SafeTensors.Array(Shape.vector(high.length), high));
      tensors.put("basis.rest", new SafeTensors.Array(Shape.vector(low.length), low));
    }
    new SafeTensors(Map.of(CHECKPOINT, checkpoint.toString(), CUT, Integer.toString(cut)), tensors)
        .write(file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param first so many points
   */
  static MarginProblem read(Path file, int first) {
    SafeTensors content = SafeTensors.read(file);
    float[] classes = content.tensors().get("labels").values();
    float[] points = content.tensors().get("points").values();
    int length = points.length / classes.length;
    int[] labels = new int[first];
    for (int i = 0; i < first; i++) {
      labels[i] = (int) classes[i];
    }
    double[] basis = {};
    if (content.tensors().containsKey("basis")) {
      float[] high = content.tensors().get("basis").values();
      float[] low = content.tensors().get("basis.rest").values();
      basis = new double[high.length];
      for (int i = 0; i < basis.length; i++) {
        basis[i] = (double) high[i] + low[i];
      }
    }
    return new MarginProblem(
        Path.of(content.metadata().get(CHECKPOINT)),
        Integer.parseInt(content.metadata().get(CUT)),
        java.util.Arrays.copyOf(points, first * length),
        labels,
        basis);
  }
}
