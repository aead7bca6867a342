package dev.assay.study.tree;

import dev.assay.study.Table;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import dev.assay.study.tree.NodeAttributions.Found;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What was found, row by row. */
final class LayerTreesTables {
  /** Of each layer. */
  private static final int RULES = 10;

  private final List<String> classes;
  private final int samples;
  private final List<Layer> layers;

  LayerTreesTables(List<String> classes, int samples, List<Layer> layers) {
    this.classes = classes;
    this.samples = samples;
    this.layers = layers;
  }

  Table trees(List<Grown> trees) {
    return Table.of(trees, "trees", "Trees")
        .note("One row for each tree: on codes, or on numbers with thresholds.")
        .text("layer", "hidden cut, or input", Grown::layer)
        .text("tested", "codes or numbers", g -> g.on().text)
        .integer("units", "units of a sample", Grown::units)
        .integer("samples", "samples that it grew on", g -> samples)
        .integer("leaves", "leaves", g -> g.tree().leaves())
        .integer("depth", "most tests of a sample", g -> g.tree().depth())
        .real("mean_path", "", "tests of a sample, on average", g -> g.tree().meanPath())
        .integer("units_used", "units that are tested", g -> g.tree().features().length)
        .integer("tied", "nodes with another split that gains as much", g -> g.tree().tied())
        .real(
            "training_accuracy",
            "",
            "share of the samples it grew on with their labels",
            g -> g.training().accuracy().value())
        .real(
            "training_fidelity",
            "",
            "share of them with the network's classes",
            g -> g.training().fidelity().value())
        .real(
            "accuracy",
            "",
            "share of measured samples with their labels",
            g -> g.measured().accuracy().value())
        .real("accuracy_low", "", "95 % interval", g -> g.measured().accuracy().low())
        .real("accuracy_high", "", "95 % interval", g -> g.measured().accuracy().high())
        .real(
            "fidelity",
            "",
            "share of measured samples with the network's classes",
            g -> g.measured().fidelity().value())
        .real("fidelity_low", "", "95 % interval", g -> g.measured().fidelity().low())
        .real("fidelity_high", "", "95 % interval", g -> g.measured().fidelity().high())
        .build();
  }

  Table codes() {
    return Table.of(layers, "codes", "Codes")
        .note("One row for each layer, of the samples that trees grew on; classes are labels.")
        .text("layer", "hidden cut", Layer::name)
        .text("shape", "of the activations of a sample", layer -> layer.shape().toString())
        .integer("units", "bits of a code", layer -> layer.counts().length())
        .integer("samples", "samples", layer -> layer.counts().samples())
        .integer("unique", "codes that are different", layer -> layer.codes().unique())
        .real(
            "purity",
            "",
            "share of samples of the class of most samples of their code",
            layer -> layer.codes().purity())
        .real(
            "within",
            "",
            "mean Hamming distance within classes, as share of units",
            layer -> layer.codes().within())
        .real(
            "between",
            "",
            "mean Hamming distance between classes",
            layer -> layer.codes().between())
        .real("active", "", "share of active units, mean", layer -> layer.codes().active())
        .integer("dead", "units that are never active", layer -> layer.codes().dead())
        .integer(
            "constant", "units that are never active, or always", layer -> layer.codes().constant())
        .real(
            "median_perplexity",
            "",
            "of the classes that a unit is active for, median over units that are not dead",
            layer -> layer.counts().medianPerplexity())
        .real(
            "bayes_accuracy",
            "",
            "naive Bayes on codes: share of measured samples with their labels",
            layer -> layer.bayes().accuracy().value())
        .real(
            "bayes_fidelity",
            "",
            "naive Bayes on codes: share with the network's classes",
            layer -> layer.bayes().fidelity().value())
        .build();
  }

  private record Unit(Layer layer, int index, int tests, double gain) {}

  Table units() {
    List<Unit> units = new ArrayList<>();
    for (Layer layer : layers) {
      int[] tests = layer.tree().tests();
      double[] gains = layer.tree().gains();
      for (int u = 0; u < tests.length; u++) {
        units.add(new Unit(layer, u, tests[u], gains[u]));
      }
    }
    return Table.of(units, "units", "Units")
        .note("One row for each unit.")
        .text("layer", "hidden cut", u -> u.layer().name())
        .integer("unit", "its number", Unit::index)
        .real(
            "active",
            "",
            "share of samples for which it is active",
            u -> (double) u.layer().counts().active(u.index()) / samples)
        .real(
            "perplexity",
            "",
            "of the classes that it is active for; none for a dead one",
            u -> perplexity(u))
        .integer("tests", "nodes of the tree on codes that test it", Unit::tests)
        .real("gain", "", "its share of all that this tree gains", Unit::gain)
        .build();
  }

  private static Double perplexity(Unit unit) {
    double value = unit.layer().counts().perplexity(unit.index());
    return Double.isNaN(value) ? null : value;
  }

  private record LayerRule(String layer, Rule rule) {}

  Table rules() {
    List<LayerRule> rules = new ArrayList<>();
    for (Layer layer : layers) {
      Rule.largest(layer.tree().tree(), RULES)
          .forEach(rule -> rules.add(new LayerRule(layer.name(), rule)));
    }
    return Table.of(rules, "rules", "Rules")
        .note("The leaves of trees on codes to which most samples come.")
        .text("layer", "hidden cut", LayerRule::layer)
        .text("class", "what the leaf says", r -> classes.get(r.rule().predicted()))
        .integer("support", "samples that come to it", r -> r.rule().support())
        .real("confidence", "", "share of them that it is right about", r -> r.rule().confidence())
        .integer("tests", "tests before it", r -> r.rule().tests().size())
        .text("rule", "units, in the order in which they are tested", r -> text(r.rule()))
        .build();
  }

  private static String text(Rule rule) {
    return rule.tests().stream()
        .map(test -> test.feature() + (test.above() ? " on" : " off"))
        .collect(Collectors.joining(", "));
  }

  private record Step(Layer layer, int number, Rule.Test test, int to) {}

  /** What trees on codes ask of a sample, in the order in which they do. */
  Table path(int sample) {
    List<Step> steps = new ArrayList<>();
    for (Layer layer : layers) {
      DecisionTree tree = layer.tree().tree();
      List<Rule.Test> tests = layer.path().tests();
      for (int i = 0; i < tests.size(); i++) {
        Rule.Test test = tests.get(i);
        int to = test.above() ? tree.high(test.node()) : tree.low(test.node());
        steps.add(new Step(layer, i + 1, test, to));
      }
    }
    return Table.of(steps, "path", "Path of sample " + sample)
        .note(
            "One row for each test of this measured sample, layer by layer; behind the last one"
                + " stands what the tree says. A tree that is a leaf tests nothing.")
        .text("layer", "hidden cut", s -> s.layer().name())
        .integer("test", "counted from 1", Step::number)
        .integer("node", "node that tests", s -> s.test().node())
        .integer("unit", "unit that it tests", s -> s.test().feature())
        .flag("on", "whether it is active", s -> s.test().above())
        .integer("to", "node to which the sample goes", Step::to)
        .integer(
            "samples", "samples that trees grew on which come there", s -> tree(s).samples(s.to()))
        .text("class", "of most of them", s -> classes.get(tree(s).predicted(s.to())))
        .real(
            "share",
            "",
            "share of them that are of that class",
            s ->
                (double) tree(s).count(s.to(), tree(s).predicted(s.to())) / tree(s).samples(s.to()))
        .build();
  }

  private static DecisionTree tree(Step step) {
    return step.layer().tree().tree();
  }

  Table attributions() {
    List<Found> found = layers.stream().flatMap(layer -> layer.attributions().stream()).toList();
    return Table.of(found, "attributions", "Attributions of tested units")
        .note(
            "One row for each node of the levels that are drawn, side of its test, and rule."
                + " Inputs, biases and epsilon add up to the difference, but for what is missing.")
        .text("layer", "hidden cut", Found::layer)
        .integer("node", "its number", Found::node)
        .integer("unit", "unit that it tests", Found::unit)
        .flag("on", "whether the unit is active for the samples", Found::on)
        .text("rule", "how it is shared out", f -> f.rule().name().toLowerCase(Locale.ROOT))
        .integer("samples", "samples, the first that come to the node", Found::samples)
        .real(
            "difference",
            "",
            "what is shared out: the pre-activation, less that of the baseline where the rule has"
                + " one; mean over samples",
            Found::difference)
        .real("inputs", "", "what inputs account for", f -> DoubleStream.of(f.inputs()).sum())
        .real("biases", "", "what biases take", Found::biases)
        .real("epsilon", "", "what the epsilon of LRP takes", Found::epsilon)
        .real(
            "missing",
            "",
            "largest missing part of a sample, as share of its difference or of the node's mean"
                + " absolute one, whichever is larger",
            Found::missing)
        .build();
  }

  /** All of a tree on codes, in preorder. */
  Table nodes(Layer layer) {
    DecisionTree tree = layer.tree().tree();
    List<Integer> nodes = IntStream.range(0, tree.nodes()).boxed().toList();
    return Table.of(nodes, "nodes-" + layer.name(), "Tree on the codes of " + layer.name())
        .note("One row for each node, the root first; behind a node what is below it.")
        .integer("node", "its number", n -> n)
        .integer(
            "unit", "unit that it tests; none for a leaf", n -> leafless(tree, n, tree.feature(n)))
        .integer("off", "node to which samples go whose unit is off", n -> leafless(tree, n, n + 1))
        .integer("on", "node to which the others go", n -> leafless(tree, n, tree.high(n)))
        .integer(
            "equal",
            "splits that gain as much, itself among them",
            n -> leafless(tree, n, tree.equalSplits(n)))
        .real(
            "gain",
            "",
            "by how much the mean Gini impurity of samples falls",
            n -> tree.isLeaf(n) ? null : tree.gain(n) / samples)
        .integer("samples", "samples that come to it", tree::samples)
        .text("class", "of most of them", n -> classes.get(tree.predicted(n)))
        .real(
            "share",
            "",
            "share of them that are of that class",
            n -> (double) tree.count(n, tree.predicted(n)) / tree.samples(n))
        .build();
  }

  private static Integer leafless(DecisionTree tree, int node, int value) {
    return tree.isLeaf(node) ? null : value;
  }
}
