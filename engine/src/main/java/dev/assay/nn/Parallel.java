package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Branches beside each other, which all see the same input: a residual block is the sum of a chain
 * and of nothing, an inception block the channels of several chains, one after the other.
 *
 * @param branches at least two chains of layers; one without layers passes its input on
 * @param join what becomes of their outputs
 */
public record Parallel(List<List<Layer>> branches, Join join) implements Layer {

  /** Branches within branches within …, at most. */
  private static final int MOST_NESTED = 16;

  /** What becomes of the outputs of branches. */
  public enum Join {
    /** Their sum; all have one shape. */
    ADD,

    /** All channels, those of the first branch first; images have as many rows and columns. */
    CONCAT
  }

  public Parallel {
    branches = branches.stream().map(List::copyOf).toList();
    if (branches.size() < 2) {
      throw new IllegalArgumentException(
          Text.format("branches must be two or more, got %d", branches.size()));
    }
    if (nested(branches) > MOST_NESTED) {
      throw new IllegalArgumentException(
          Text.format("branches are nested more than %d times", MOST_NESTED));
    }
  }

  private static int nested(List<List<Layer>> branches) {
    return 1
        + branches.stream()
            .flatMap(List::stream)
            .mapToInt(layer -> layer instanceof Parallel inner ? nested(inner.branches) : 0)
            .max()
            .orElse(0);
  }

  @Override
  public String kind() {
    return "parallel";
  }

  /** {@code parallel add}: the kind and what becomes of outputs, for people. */
  String name() {
    return kind() + " " + join.name().toLowerCase(Locale.ROOT);
  }

  /** The shape at each cut of a branch, from the input on. */
  List<Shape> shapes(int branch, Shape input) {
    try {
      return Chain.shapes(input, branches.get(branch));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Text.format("in branch %d: %s", branch, e.getMessage()), e);
    }
  }

  /** The shape of each branch's output. */
  List<Shape> outputs(Shape input) {
    return IntStream.range(0, branches.size())
        .mapToObj(branch -> shapes(branch, input))
        .map(shapes -> shapes.get(shapes.size() - 1))
        .toList();
  }

  @Override
  public Shape output(Shape input) {
    List<Shape> outputs = outputs(input);
    Shape first = outputs.get(0);
    long channels = first.channels();
    for (int branch = 1; branch < outputs.size(); branch++) {
      Shape other = outputs.get(branch);
      if (join == Join.ADD ? !other.equals(first) : !fitsBeside(first, other)) {
        throw new IllegalArgumentException(
            Text.format(
                "%s, but branch 0 ends in %s and branch %d in %s",
                join == Join.ADD
                    ? "adds outputs of one shape"
                    : "joins channels of as many rows and columns",
                first,
                branch,
                other));
      }
      channels += other.channels();
    }
    if (join == Join.ADD) {
      return first;
    }
    int all = Math.toIntExact(channels);
    return first.isImage() ? Shape.image(all, first.height(), first.width()) : Shape.vector(all);
  }

  private static boolean fitsBeside(Shape a, Shape b) {
    return a.rank() == b.rank() && a.height() == b.height() && a.width() == b.width();
  }

  /** Those of all layers of all branches, named {@code branches.BRANCH.LAYER.NAME}. */
  @Override
  public List<ParameterSpec> parameters(Shape input) {
    List<ParameterSpec> all = new ArrayList<>();
    for (int branch = 0; branch < branches.size(); branch++) {
      List<Layer> layers = branches.get(branch);
      List<Shape> shapes = shapes(branch, input);
      for (int i = 0; i < layers.size(); i++) {
        String prefix = Text.format("branches.%d.%d.", branch, i);
        for (ParameterSpec spec : layers.get(i).parameters(shapes.get(i))) {
          all.add(new ParameterSpec(prefix + spec.name(), spec.shape(), spec.role(), spec.fanIn()));
        }
      }
    }
    return all;
  }

  /** The worst of all layers: outputs are joined by linear maps. */
  @Override
  public Linearity linearity() {
    return branches.stream()
        .flatMap(List::stream)
        .map(Layer::linearity)
        .max(Comparator.naturalOrder())
        .orElse(Linearity.AFFINE);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.parallel(this);
  }
}
