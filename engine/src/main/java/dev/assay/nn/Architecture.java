package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An input shape and a chain of layers that fit each other. Bound to no device and no parameters;
 * equal architectures are equal values.
 *
 * <p>A <em>cut</em> is a place between layers: cut 0 is the input, cut {@code k} the activations
 * after layer {@code k − 1} (layers count from 0), the last cut the logits.
 */
public final class Architecture {
  private final Shape input;
  private final List<Layer> layers;
  private final List<Shape> shapes;

  private Architecture(Shape input, List<Layer> layers) {
    this.input = input;
    this.layers = List.copyOf(layers);
    this.shapes = Chain.shapes(input, layers);
    checkParameters(layers, shapes);
  }

  /** All parameters must fit one array. */
  private static void checkParameters(List<Layer> layers, List<Shape> shapes) {
    long parameters = 0;
    for (int i = 0; i < layers.size(); i++) {
      try {
        for (ParameterSpec spec : layers.get(i).parameters(shapes.get(i))) {
          parameters += Workspace.align(spec.shape().intSize());
        }
        if (parameters > Shape.MAX_SIZE) {
          throw new IllegalArgumentException(
              Text.format(
                  "takes the network to %d parameters, at most %d fit",
                  parameters, Shape.MAX_SIZE));
        }
      } catch (IllegalArgumentException | ArithmeticException misfit) {
        throw Chain.misfit(i, layers.get(i), misfit);
      }
    }
  }

  /**
   * Checks that each layer fits the one before.
   *
   * @throws IllegalArgumentException naming the index and kind of the first layer that does not
   */
  public static Architecture of(Shape input, List<Layer> layers) {
    return new Architecture(input, layers);
  }

  public static Architecture of(Shape input, Layer... layers) {
    return of(input, List.of(layers));
  }

  public Shape input() {
    return input;
  }

  public List<Layer> layers() {
    return layers;
  }

  /** Number of layers; also the last cut. */
  public int depth() {
    return layers.size();
  }

  /** Shape of a sample at a cut, 0 to {@link #depth()}. */
  public Shape shape(int cut) {
    return shapes.get(cut);
  }

  /** Shape of the output. */
  public Shape output() {
    return shapes.get(depth());
  }

  /**
   * Number of logits.
   *
   * @throws IllegalArgumentException if the output is not a vector
   */
  public int classes() {
    if (output().rank() != 1) {
      throw new IllegalArgumentException(
          "a classifier must end in a vector of logits, but this architecture ends in "
              + output()
              + "; end it with global-avg-pool, or flatten and dense");
    }
    return output().intSize();
  }

  /**
   * The place of the first BatchNorm to which each sample brings a single value per channel, a
   * vector or an image of one pixel; empty if there is none. Over a batch of one sample it has
   * nothing to normalise: whatever comes in, zero comes out, and a variance of zero is learnt.
   */
  public Optional<String> loneNorm() {
    return places()
        .filter(place -> place.layer() instanceof BatchNorm)
        .filter(place -> place.in().height() * place.in().width() == 1)
        .map(Place::number)
        .findFirst();
  }

  /** Whether it is more than a chain: some layer is {@link Parallel}. */
  public boolean hasBranches() {
    return layers.stream().anyMatch(Parallel.class::isInstance);
  }

  /** Values of a sample that activations make, those in branches included. */
  public long activated() {
    return places()
        .filter(place -> place.layer() instanceof Activation)
        .mapToLong(place -> place.out().size())
        .sum();
  }

  private Stream<Place> places() {
    return Place.all("", layers, shapes);
  }

  /** Name of a cut in reports: {@code input}, or the index and kind of the layer before it. */
  public String cutName(int cut) {
    return cut == 0 ? "input" : Text.format("%d-%s", cut - 1, layers.get(cut - 1).kind());
  }

  /**
   * The hidden cut of a name.
   *
   * @param name as {@link #cutName} gives it, for example {@code 1-relu}, or only the number of the
   *     layer before it
   * @throws UnknownNameException if there is none; the message names those there are
   */
  public int hiddenCut(String name) {
    List<String> names = IntStream.range(1, depth()).mapToObj(this::cutName).toList();
    for (int cut = 1; cut < depth(); cut++) {
      if (name.equals(names.get(cut - 1)) || name.equals(String.valueOf(cut - 1))) {
        return cut;
      }
    }
    throw new UnknownNameException(
        Text.format(
            "this network has no hidden cut '%s'; it has %s", name, String.join(", ", names)),
        name,
        names);
  }

  /** Number of trained parameters of one layer. */
  public long parameterCount(int layer) {
    return layers.get(layer).parameters(shapes.get(layer)).stream()
        .filter(spec -> spec.role().trained())
        .mapToLong(spec -> spec.shape().size())
        .sum();
  }

  /** Number of trained parameters. */
  public long parameterCount() {
    long count = 0;
    for (int i = 0; i < depth(); i++) {
      count += parameterCount(i);
    }
    return count;
  }

  /**
   * A table of layers, output shapes and parameter counts, one line each; the layers of branches
   * follow their join, numbered by layer, branch and layer in it.
   */
  public String table() {
    StringBuilder table = new StringBuilder();
    String row = "%5s  %-44s %-14s %12s%n";
    table.append(Text.format(row, "layer", "kind", "output", "parameters"));
    table.append(Text.format(row, "", "input", input, ""));
    places()
        .forEach(
            place ->
                table.append(
                    Text.format(
                        row,
                        place.number(),
                        ArchitectureFormat.inline(place.layer()),
                        place.out(),
                        place.count() == 0 ? "" : Text.format("%,d", place.count()))));
    table.append(Text.format(row, "", "total", "", Text.format("%,d", parameterCount())));
    return table.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture that
        && input.equals(that.input)
        && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return 31 * input.hashCode() + layers.hashCode();
  }

  @Override
  public String toString() {
    return ArchitectureFormat.toJson(this);
  }
}
