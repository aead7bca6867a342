package dev.assay.study.tree;

import dev.assay.geometry.Attribution;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.io.UnknownNameException;
import dev.assay.nn.Classifier;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import dev.assay.study.tree.Grown.Right;
import dev.assay.tensor.Shape;
import dev.assay.tree.ClassCounts;
import dev.assay.tree.CodeStatistics;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.Features;
import dev.assay.tree.NaiveBayes;
import dev.assay.tree.Rule;
import dev.assay.tree.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layerwise trees: draws training samples, takes their codes at each cut, grows a tree on them, and
 * asks it about the measured samples.
 */
public final class LayerTreesStudy implements Study<LayerTreesConfig> {

  /**
   * What was found at one cut.
   *
   * @param counts how often units are active for samples of each label
   * @param bayes naive Bayes on the codes, of the measured samples
   * @param numbers null where none was to grow
   * @param attributions of the units that are tested first; empty where none were asked for
   * @param path what the tree on codes asks of the sample that is explained
   */
  record Layer(
      String name,
      Shape shape,
      CodeStatistics codes,
      ClassCounts counts,
      Right bayes,
      Grown tree,
      Grown numbers,
      List<NodeAttributions.Found> attributions,
      Rule path) {}

  /**
   * @throws BadInputException if a cut does not exist or is not behind an activation, if there is
   *     none, if the sample to be explained is not there, if a logit or an activation that is asked
   *     for is not finite, or if what is looked at does not fit the memory
   */
  @Override
  public Report run(Subject subject, LayerTreesConfig config, Context context) {
    List<String> names = names(subject, config.layers());
    List<Cut> cuts = names.stream().map(subject::hidden).toList();
    List<PiecewiseLinear> below =
        config.attributes() ? cuts.stream().map(Cut::below).toList() : null;
    Samples all = Samples.of(subject.training());
    int count = Math.min(config.samples(), Math.min(all.count(), Features.MOST_SAMPLES));
    Samples measured = Samples.of(subject.measured());
    if (config.explained() >= measured.count()) {
      throw new BadInputException(
          Text.format(
              "explained sample: there is no sample %,d, the measured ones are 0 to %,d",
              config.explained(), measured.count() - 1));
    }
    if (config.numbers()) {
      require(Grown.INPUT, subject.input().above().input(), count, measured.count(), config);
    }
    for (int c = 0; c < cuts.size(); c++) {
      require(names.get(c), cuts.get(c).above().input(), count, measured.count(), config);
    }
    Classifier network = subject.input().above();
    Side training = Side.of(draw(all, count, context.seed()), network);
    Side test = Side.of(measured, network);
    int classes = network.classes();
    Grown inputs = null;
    if (config.numbers()) {
      Values values = new Values(training.samples().points(), count, training.samples().length());
      Values others = new Values(measured.points(), measured.count(), measured.length());
      inputs = grow(Grown.INPUT, On.NUMBERS, values, training, others, test, config, classes);
    }
    List<Layer> layers = new ArrayList<>();
    for (int c = 0; c < cuts.size(); c++) {
      PiecewiseLinear attributed = below == null ? null : below.get(c);
      layers.add(layer(names.get(c), cuts.get(c), attributed, training, test, config, classes));
      context.progress().at("trees", layers.size(), cuts.size(), "layers");
    }
    Course course = Course.of(subject.snapshots(), names, training.samples(), measured, config);
    return new LayerTreesReport(config, subject.measured(), count, inputs, layers, course).build();
  }

  /**
   * @param below null for no attributions
   */
  private static Layer layer(
      String name,
      Cut cut,
      PiecewiseLinear below,
      Side training,
      Side test,
      LayerTreesConfig config,
      int classes) {
    Looked looked = Looked.at(cut, training.samples(), config.channels(), config.numbers());
    Looked other = looked.at(cut, test.samples());
    Codes codes = looked.codes();
    ClassCounts target = ClassCounts.of(codes, training.of(config.target()), classes);
    Grown tree = grow(name, On.CODES, codes, training, other.codes(), test, config, classes);
    return new Layer(
        name,
        cut.above().input(),
        CodeStatistics.of(codes, training.labels(), classes),
        ClassCounts.of(codes, training.labels(), classes),
        Right.of(NaiveBayes.of(target).predict(other.codes()), test),
        tree,
        config.numbers()
            ? grow(
                name,
                On.NUMBERS,
                looked.numbers(),
                training,
                other.numbers(),
                test,
                config,
                classes)
            : null,
        below == null
            ? List.of()
            : new NodeAttributions(below, cut.workers(), training.samples())
                .of(
                    name,
                    tree.tree(),
                    codes,
                    config.levels(),
                    config.attributed(),
                    Attribution.Rule.values()),
        Rule.of(tree.tree(), tree.tree().leaf(other.codes(), config.explained())));
  }

  private static Grown grow(
      String name,
      On on,
      Features features,
      Side training,
      Features others,
      Side test,
      LayerTreesConfig config,
      int classes) {
    DecisionTree tree =
        DecisionTree.grow(features, training.of(config.target()), classes, config.limits());
    return Grown.of(name, on, tree, features, training, others, test);
  }

  /** The cuts that are looked at. */
  private static List<String> names(Subject subject, List<String> asked) {
    List<String> known = subject.activationCuts();
    if (known.isEmpty()) {
      throw new BadInputException(
          "this network has no ReLU or LeakyReLU: no unit of it is on or off, so there are no codes"
              + " to grow trees on");
    }
    List<String> names = new ArrayList<>();
    for (String name : asked) {
      String found =
          known.stream()
              .filter(cut -> cut.equals(name) || cut.startsWith(name + "-"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnknownNameException(
                          Text.format(
                              "there are no activations behind '%s'; this network has them behind"
                                  + " %s",
                              name, String.join(", ", known)),
                          name,
                          known));
      if (!names.contains(found)) {
        names.add(found);
      }
    }
    return names.isEmpty() ? known : names;
  }

  private static void require(
      String name, Shape shape, int count, int others, LayerTreesConfig config) {
    int units = name.equals(Grown.INPUT) ? shape.intSize() : Looked.units(shape, config.channels());
    long samples = (long) count + others;
    // numbers of both sides, and of one the order of samples by each unit
    long numbers = config.numbers() ? (samples * Float.BYTES + (long) count * Integer.BYTES) : 0;
    long means = config.channels() ? 2L * Float.BYTES * count : 0;
    long bytes = (numbers + means) * units + Codes.bytes(count, units) + Codes.bytes(others, units);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || (config.numbers() && samples * units > Integer.MAX_VALUE)) {
      throw new BadInputException(
          Text.format(
              "%,d samples of %,d units at %s need %,d MiB of memory, but the JVM has %,d MiB: take"
                  + " fewer samples, channels for units, or codes alone",
              samples, units, name, bytes >> 20, heap >> 20));
    }
  }

  private static Samples draw(Samples all, int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "samples of trees"), all.count());
    int[] drawn = Arrays.copyOf(order, count);
    Arrays.sort(drawn);
    return all.pick(drawn);
  }
}
