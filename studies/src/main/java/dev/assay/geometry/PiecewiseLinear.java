package dev.assay.geometry;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.BlurPool;
import dev.assay.nn.Clip;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dropout;
import dev.assay.nn.Flatten;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Linearity;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Network;
import dev.assay.nn.Pad;
import dev.assay.nn.Parallel;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.Pool;
import dev.assay.nn.Relu;
import dev.assay.nn.Smooth;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The part of a network above a cut as a piecewise-linear function in double precision, in
 * evaluation mode; immutable, a snapshot of the parameters. BatchNorm is folded into the product
 * before it, dropout and flattening are gone.
 */
public final class PiecewiseLinear {
  private final Shape input;
  private final List<Stage> stages;

  PiecewiseLinear(Shape input, List<Stage> stages) {
    this.input = input;
    this.stages = List.copyOf(stages);
  }

  /**
   * The part above a cut.
   *
   * @throws BadInputException if a layer above the cut is not piecewise linear, or a parameter not
   *     finite
   */
  public static PiecewiseLinear of(Network network, int cut) {
    return of(network.architecture(), network.parameters().values(), cut);
  }

  /**
   * The part below a cut, up to the values there.
   *
   * @throws BadInputException if a layer below the cut is not piecewise linear, or a parameter not
   *     finite
   */
  public static PiecewiseLinear below(Network network, int cut) {
    return between(
        network.architecture(), network.parameters().values(), 0, cut, LinearAlgebra.best());
  }

  /**
   * The part above a cut, with parameters by name.
   *
   * @throws BadInputException if a layer above the cut is not piecewise linear, or a parameter not
   *     finite
   */
  public static PiecewiseLinear of(
      Architecture architecture, Map<String, float[]> parameters, int cut) {
    return of(architecture, parameters, cut, LinearAlgebra.best());
  }

  static PiecewiseLinear of(
      Architecture architecture, Map<String, float[]> parameters, int cut, LinearAlgebra algebra) {
    architecture.classes();
    return between(architecture, parameters, cut, architecture.depth(), algebra);
  }

  private static PiecewiseLinear between(
      Architecture architecture,
      Map<String, float[]> parameters,
      int from,
      int to,
      LinearAlgebra algebra) {
    if (from < 0 || from > to || to > architecture.depth()) {
      throw new IllegalArgumentException(
          Text.format(
              "no cuts %d and %d: this network has cuts 0 (input) to %d (output)",
              from, to, architecture.depth()));
    }
    Builder builder = new Builder(parameters, algebra, Grid.of(architecture.shape(from)));
    for (int layer = from; layer < to; layer++) {
      builder.add(architecture, layer);
    }
    return new PiecewiseLinear(architecture.shape(from), builder.stages());
  }

  /** The products of a whole network, each with its own weights, BatchNorm folded into them. */
  static List<AffineMap> products(Architecture architecture, Map<String, float[]> parameters) {
    if (architecture.hasBranches()) {
      throw new BadInputException(
          "norms are those of products one after the other, but this network has branches");
    }
    Builder builder = new Builder(parameters, LinearAlgebra.best(), Grid.of(architecture.input()));
    for (int layer = 0; layer < architecture.depth(); layer++) {
      builder.add(architecture, layer);
    }
    return builder.stages.stream()
        .filter(stage -> stage instanceof ConvMap || stage instanceof DenseMap)
        .map(AffineMap.class::cast)
        .toList();
  }

  /** Shape of the input: that of the cut. */
  public Shape input() {
    return input;
  }

  /** Number of logits. */
  public int classes() {
    return stages.get(stages.size() - 1).out().size();
  }

  /**
   * Whether there are convolutions: many units, of which few matter for the class, so that bounds
   * are quicker than visits of all pieces.
   */
  boolean isConvolutional() {
    return stages.stream()
        .anyMatch(s -> s instanceof ConvMap || s instanceof BlockMap blocks && blocks.convolves());
  }

  /** Multiplications for a point, at most. */
  long operations() {
    return stages.stream()
        .mapToLong(s -> s instanceof AffineMap map ? (long) map.out().size() * map.terms() : 0)
        .sum();
  }

  /**
   * Logits of points.
   *
   * @param points count × n
   * @return count × classes
   */
  public double[] logits(double[] points, int count) {
    double[] values = points;
    for (Stage stage : stages) {
      double[] next = new double[Math.multiplyExact(count, stage.out().size())];
      stage.apply(values, count, next);
      values = next;
    }
    return values;
  }

  /** Which class wins at a point of n values, and how surely. */
  public Standing standing(double[] point) {
    return Standing.of(this, point);
  }

  List<Stage> stages() {
    return stages;
  }

  /** The stages with {@code max(ReLU(·))} as {@code ReLU(max(·))}, which bends less often. */
  List<Stage> pooledFirst() {
    List<Stage> result = new ArrayList<>(stages);
    for (int s = 0; s + 1 < result.size(); s++) {
      if (result.get(s) instanceof Rectifier rectifier
          && rectifier.isWhole()
          && result.get(s + 1) instanceof Maximum pool) {
        result.set(s, pool);
        result.set(s + 1, new Rectifier(pool.out()));
      }
    }
    return result;
  }

  /** A network of some of the stages of {@link #pooledFirst}. */
  PiecewiseLinear part(int from, int to) {
    List<Stage> some = pooledFirst().subList(from, to);
    Grid grid = some.get(0).in();
    return new PiecewiseLinear(Shape.image(grid.channels(), grid.height(), grid.width()), some);
  }

  int length() {
    return input.intSize();
  }

  /** Turns layers into stages. */
  private static final class Builder implements Layer.Visitor<List<Stage>> {
    private final Map<String, float[]> parameters;
    private final LinearAlgebra algebra;
    private final List<Stage> stages = new ArrayList<>();

    /** What enters the layer that is added. */
    private Grid grid;

    private Layer layer;

    /** Where it stands, for people, and where its parameters are. */
    private String place;

    private String owner;

    Builder(Map<String, float[]> parameters, LinearAlgebra algebra, Grid in) {
      this.parameters = parameters;
      this.algebra = algebra;
      this.grid = in;
    }

    /** What was added, never nothing. */
    List<Stage> stages() {
      return stages.isEmpty()
          ? List.of(ScaleMap.identity(grid))
          : stages.stream().map(Builder::smallest).toList();
    }

    /** Where images are so small that windows are mostly padding, a matrix has fewer terms. */
    private static Stage smallest(Stage stage) {
      return stage instanceof ConvMap conv && conv.in().size() < conv.terms()
          ? conv.dense()
          : stage;
    }

    void add(Architecture architecture, int index) {
      add(architecture.layers().get(index), String.valueOf(index), "layers." + index);
    }

    private void add(Layer next, String at, String named) {
      if (next.linearity() == Linearity.OTHER && !(next instanceof Parallel)) {
        throw new BadInputException(
            Text.format(
                "exact geometry needs a piecewise-linear network, but layer %s (%s) is not; use"
                    + " sampling",
                at, next.kind()));
      }
      layer = next;
      place = at;
      owner = named;
      stages.addAll(next.accept(this));
      grid = stages.isEmpty() ? grid : last().out();
    }

    @Override
    public List<Stage> conv2d(Conv2d conv) {
      double[] weights = whole(conv.spread(doubles("weight")), conv);
      double[] constant = constant(conv.channels(), conv.bias());
      return windowed(
          conv.reach(), (seen, window) -> new ConvMap(seen, window, weights, constant, algebra));
    }

    /** Weights of groups with the zeros between them. */
    private double[] whole(double[] weights, Conv2d conv) {
      int row = weights.length / conv.channels();
      double[] whole = new double[weights.length * conv.groups()];
      for (int o = 0; o < conv.channels(); o++) {
        int group = o / (conv.channels() / conv.groups());
        System.arraycopy(weights, o * row, whole, (o * conv.groups() + group) * row, row);
      }
      return whole;
    }

    @Override
    public List<Stage> dense(Dense dense) {
      double[] matrix = transposed(doubles("weight"), dense.units());
      double[] constant = constant(dense.units(), dense.bias());
      return List.of(new DenseMap(grid, matrix, constant, algebra));
    }

    @Override
    public List<Stage> relu(Relu relu) {
      return List.of(new Rectifier(grid));
    }

    /**
     * {@code max(x, 0) − slope·max(−x, 0)}: two ReLUs beside each other. Half of the slope's size,
     * its root, is before them and half behind, where both add least to the norms.
     */
    @Override
    public List<Stage> leakyRelu(LeakyRelu relu) {
      double root = Math.sqrt(relu.slope());
      Grid pairs = new Grid(grid.channels(), grid.height(), 2 * grid.width());
      PlaneMap.Builder apart = new PlaneMap.Builder(grid, pairs);
      PlaneMap.Builder together = new PlaneMap.Builder(pairs, grid);
      for (int i = 0; i < grid.plane(); i++) {
        apart.add(i, 2 * i, 1);
        apart.add(i, 2 * i + 1, -root);
        together.add(2 * i, i, 1);
        together.add(2 * i + 1, i, -root);
      }
      return List.of(apart.build(), new Rectifier(pairs), together.build());
    }

    @Override
    public List<Stage> clip(Clip clip) {
      double least = clip.least();
      double most = clip.most();
      if (!clip.hasLeast() && !clip.hasMost()) {
        return List.of();
      }
      if (!clip.hasMost()) {
        return List.of(shifted(grid, 1, -least), new Rectifier(grid), shifted(grid, 1, least));
      }
      if (!clip.hasLeast()) {
        return List.of(shifted(grid, -1, most), new Rectifier(grid), shifted(grid, -1, most));
      }
      return between(least, most);
    }

    /** {@code least + max(x − least, 0) − max(x − most, 0)}: two ReLUs beside each other. */
    private List<Stage> between(double least, double most) {
      Grid pairs = new Grid(grid.channels(), grid.height(), 2 * grid.width());
      PlaneMap.Builder apart = new PlaneMap.Builder(grid, pairs);
      PlaneMap.Builder together = new PlaneMap.Builder(pairs, grid);
      for (int i = 0; i < grid.plane(); i++) {
        for (int side = 0; side < 2; side++) {
          apart.add(i, 2 * i + side, 1);
          together.add(2 * i + side, i, side == 0 ? 1 : -1);
        }
      }
      double[] ones = new double[pairs.size()];
      double[] ends = new double[pairs.size()];
      Arrays.fill(ones, 1);
      Arrays.setAll(ends, i -> i % 2 == 0 ? -least : -most);
      return List.of(
          apart.build(),
          new ScaleMap(pairs, ones, ends),
          new Rectifier(pairs),
          together.build(),
          shifted(grid, 1, least));
    }

    private static ScaleMap shifted(Grid grid, double factor, double constant) {
      double[] factors = new double[grid.size()];
      double[] constants = new double[grid.size()];
      Arrays.fill(factors, factor);
      Arrays.fill(constants, constant);
      return new ScaleMap(grid, factors, constants);
    }

    @Override
    public List<Stage> smooth(Smooth smooth) {
      throw new IllegalArgumentException(smooth.kind() + " is not piecewise linear");
    }

    @Override
    public List<Stage> maxPool(MaxPool pool) {
      return blurred(windowed(pool.pooling(), Maximum::new), pool);
    }

    @Override
    public List<Stage> avgPool(AvgPool pool) {
      return blurred(
          windowed(pool.pooling(), (seen, window) -> average(seen, window, counts(pool))), pool);
    }

    /** How many values each mean is of; null for all under the window. */
    private int[] counts(AvgPool pool) {
      return pool.uncounted().isNone()
          ? null
          : pool.counts(Shape.image(grid.channels(), grid.height(), grid.width()));
    }

    @Override
    public List<Stage> pad(Pad pad) {
      Margins margins = pad.margins();
      int height = grid.height() + margins.top() + margins.bottom();
      int width = grid.width() + margins.left() + margins.right();
      return List.of(padded(grid, pad.edge(), margins.top(), margins.left(), height, width));
    }

    @Override
    public List<Stage> blurPool(BlurPool pool) {
      return List.of(lowPass(grid, pool.blur()));
    }

    /** Norms decide between its pieces. */
    @Override
    public List<Stage> polyphasePool(PolyphasePool pool) {
      throw new IllegalArgumentException(pool.kind() + " is not piecewise linear");
    }

    @Override
    public List<Stage> globalAvgPool(GlobalAvgPool pool) {
      return List.of(globalAverage(grid));
    }

    @Override
    public List<Stage> flatten(Flatten flatten) {
      return List.of();
    }

    @Override
    public List<Stage> dropout(Dropout dropout) {
      return List.of();
    }

    @Override
    public List<Stage> parallel(Parallel parallel) {
      List<List<Stage>> branches = new ArrayList<>();
      for (int b = 0; b < parallel.branches().size(); b++) {
        Builder branch = new Builder(parameters, algebra, grid);
        List<Layer> layers = parallel.branches().get(b);
        for (int i = 0; i < layers.size(); i++) {
          branch.add(
              layers.get(i),
              Text.format("%s.%d.%d", place, b, i),
              Text.format("%s.branches.%d.%d", owner, b, i));
        }
        branches.add(branch.stages.stream().map(Builder::smallest).toList());
      }
      return Beside.of(grid, branches, parallel.join() == Parallel.Join.ADD);
    }

    private Stage last() {
      return stages.get(stages.size() - 1);
    }

    private double[] doubles(String name) {
      float[] values = parameters.get(owner + "." + name);
      double[] doubles = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new BadInputException(
              Text.format(
                  "layer %s (%s): value %d of its %s is %s; exact geometry needs finite parameters",
                  place, layer.kind(), i, name, values[i]));
        }
        doubles[i] = values[i];
      }
      return doubles;
    }

    private double[] constant(int units, boolean bias) {
      return bias ? doubles("bias") : new double[units];
    }

    private static double[] transposed(double[] matrix, int rows) {
      int columns = matrix.length / rows;
      double[] result = new double[matrix.length];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          result[c * rows + r] = matrix[r * columns + c];
        }
      }
      return result;
    }

    /** Takes the place of the product before it. */
    @Override
    public List<Stage> batchNorm(BatchNorm norm) {
      double[] factor = doubles("gamma");
      double[] shift = doubles("beta");
      double[] mean = doubles("running_mean");
      double[] variance = doubles("running_variance");
      for (int c = 0; c < factor.length; c++) {
        factor[c] /= Math.sqrt(variance[c] + norm.epsilon());
        shift[c] -= mean[c] * factor[c];
      }
      Stage before = stages.isEmpty() ? null : last();
      if (before instanceof ConvMap conv && conv.constant().length == factor.length) {
        int row = conv.weights().length / factor.length;
        double[] weights = conv.weights().clone();
        Arrays.setAll(weights, i -> weights[i] * factor[i / row]);
        stages.remove(stages.size() - 1);
        return List.of(
            new ConvMap(
                conv.in(),
                conv.window(),
                weights,
                folded(conv.constant(), factor, shift),
                algebra));
      } else if (before instanceof DenseMap dense) {
        double[] matrix = dense.matrix().clone();
        Arrays.setAll(matrix, i -> matrix[i] * factor[i % factor.length]);
        stages.remove(stages.size() - 1);
        return List.of(
            new DenseMap(dense.in(), matrix, folded(dense.constant(), factor, shift), algebra));
      }
      int plane = grid.size() / factor.length;
      double[] factors = new double[grid.size()];
      double[] shifts = new double[grid.size()];
      Arrays.setAll(factors, i -> factor[i / plane]);
      Arrays.setAll(shifts, i -> shift[i / plane]);
      return List.of(new ScaleMap(grid, factors, shifts));
    }

    private static double[] folded(double[] constant, double[] factor, double[] shift) {
      double[] folded = new double[constant.length];
      Arrays.setAll(folded, c -> constant[c] * factor[c] + shift[c]);
      return folded;
    }

    /**
     * The stage of a window, given what it sees; before it, what makes that of a circular image.
     */
    private List<Stage> windowed(Window window, BiFunction<Grid, Window, Stage> stage) {
      if (!window.wraps(grid.height(), grid.width())) {
        return List.of(stage.apply(grid, window.inside()));
      }
      PlaneMap wrap =
          padded(
              grid,
              Edge.CIRCULAR,
              window.paddingHeight(),
              window.paddingWidth(),
              window.wrappedHeight(grid.height()),
              window.wrappedWidth(grid.width()));
      return List.of(wrap, stage.apply(wrap.out(), window.inside()));
    }

    private static PlaneMap padded(Grid in, Edge edge, int top, int left, int height, int width) {
      PlaneMap.Builder map = new PlaneMap.Builder(in, new Grid(in.channels(), height, width));
      for (int o = 0; o < height * width; o++) {
        int h = edge.source(o / width - top, in.height());
        int w = edge.source(o % width - left, in.width());
        if (h >= 0 && w >= 0) {
          map.add(h * in.width() + w, o, 1);
        }
      }
      return map.build();
    }

    private static List<Stage> blurred(List<Stage> pool, Pool layer) {
      if (layer.antiAlias().isNone()) {
        return pool;
      }
      List<Stage> result = new ArrayList<>(pool);
      Grid dense = pool.get(pool.size() - 1).out();
      result.add(lowPass(dense, layer.antiAlias().blur(layer.window())));
      return result;
    }

    private static PlaneMap average(Grid in, Window window, int[] counts) {
      Grid out =
          new Grid(in.channels(), window.outputHeight(in.height()), window.outputWidth(in.width()));
      PlaneMap.Builder map = new PlaneMap.Builder(in, out);
      for (int o = 0; o < out.plane(); o++) {
        int top = o / out.width() * window.strideHeight() - window.paddingHeight();
        int left = o % out.width() * window.strideWidth() - window.paddingWidth();
        for (int k = 0; k < window.area(); k++) {
          int h = top + k / window.kernelWidth();
          int w = left + k % window.kernelWidth();
          if (h >= 0 && h < in.height() && w >= 0 && w < in.width()) {
            map.add(h * in.width() + w, o, 1.0 / (counts == null ? window.area() : counts[o]));
          }
        }
      }
      return map.build();
    }

    private static PlaneMap lowPass(Grid in, Blur blur) {
      Grid out =
          new Grid(in.channels(), blur.outputHeight(in.height()), blur.outputWidth(in.width()));
      float[] taps = blur.taps();
      PlaneMap.Builder map = new PlaneMap.Builder(in, out);
      for (int o = 0; o < out.plane(); o++) {
        for (int k = 0; k < taps.length * taps.length; k++) {
          int a = k / taps.length;
          int b = k % taps.length;
          int h = blur.source(o / out.width() * blur.strideHeight(), a, in.height());
          int w = blur.source(o % out.width() * blur.strideWidth(), b, in.width());
          if (h >= 0 && w >= 0) {
            map.add(h * in.width() + w, o, (double) taps[a] * taps[b]);
          }
        }
      }
      return map.build();
    }

    private static PlaneMap globalAverage(Grid in) {
      PlaneMap.Builder map = new PlaneMap.Builder(in, new Grid(in.channels(), 1, 1));
      for (int i = 0; i < in.plane(); i++) {
        map.add(i, 0, 1.0 / in.plane());
      }
      return map.build();
    }
  }
}
