package dev.assay.bench.cost;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;

import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A network and a batch.
 *
 * @param family convolutions with BatchNorm or dense layers
 * @param width channels, or units
 * @param depth hidden layers
 * @param size rows and columns of the three-channel image
 */
record Setting(Family family, int batch, int width, int depth, int size, int classes) {

  enum Family {
    CNN,
    MLP
  }

  /** What grows while the rest stays. */
  enum Axis {
    BATCH("batch size"),
    WIDTH("width"),
    DEPTH("depth"),
    SIZE("image side"),
    CLASSES("classes");

    final String title;

    Axis(String title) {
      this.title = title;
    }
  }

  Setting with(Axis axis, int value) {
    return switch (axis) {
      case BATCH -> new Setting(family, value, width, depth, size, classes);
      case WIDTH -> new Setting(family, batch, value, depth, size, classes);
      case DEPTH -> new Setting(family, batch, width, value, size, classes);
      case SIZE -> new Setting(family, batch, width, depth, value, classes);
      case CLASSES -> new Setting(family, batch, width, depth, size, value);
    };
  }

  String text() {
    return Text.format(
        "batch %d, width %d, depth %d, image 3×%d×%d, %d classes",
        batch, width, depth, size, size, classes);
  }

  /** CNN: 3×3 convolutions on the whole image, one 4×4 pooling; MLP: dense layers. */
  Architecture architecture() {
    List<Layer> layers = new ArrayList<>();
    if (family == Family.MLP) {
      layers.add(flatten());
    }
    for (int i = 0; i < depth; i++) {
      if (family == Family.CNN) {
        layers.add(conv(width, kernel(3).padding(1)));
        layers.add(batchNorm());
      } else {
        layers.add(dense(width));
      }
      layers.add(relu());
    }
    if (family == Family.CNN) {
      layers.add(maxPool(4));
      layers.add(flatten());
    }
    layers.add(dense(classes));
    return Architecture.of(Shape.image(3, size, size), layers);
  }
}
