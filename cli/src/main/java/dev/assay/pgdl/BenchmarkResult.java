package dev.assay.pgdl;

import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.predictor.Predictor;
import dev.assay.score.ScoreConfig;
import dev.assay.score.ScoreTable;
import dev.assay.store.Effort;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came of a task's networks.
 *
 * @param training what they were trained on
 */
public record BenchmarkResult(
    Task task, List<Predictor> predictors, Provenance training, List<Row> rows) {
  /** Seconds that the competition allowed for each network. */
  private static final int BUDGET = 300;

  /** Accuracies that differ by less are the same: the benchmark's are rounded to 32 bits. */
  private static final double ROUNDING = 1e-6;

  /** Beyond it an accuracy is another, not that of a sample that rounding moved. */
  private static final double OTHER = 1e-3;

  private static final String GAP = "gap";

  /**
   * A network.
   *
   * @param train its accuracy on the training samples as computed here
   * @param values of predictors, by name; null or missing for one that is not defined
   * @param costs what each took
   * @param all what all of them took together, each measurement once
   */
  public record Row(
      Task.Model model,
      double train,
      Map<String, Double> values,
      Map<String, Effort> costs,
      Effort all) {

    private double difference() {
      double difference = Math.abs(train - model.train());
      return difference < ROUNDING ? 0 : difference;
    }
  }

  public BenchmarkResult {
    predictors = List.copyOf(predictors);
    rows = List.copyOf(rows);
  }

  /** The largest difference of a training accuracy from the one that the benchmark tells; or 0. */
  public double difference() {
    return rows.stream().mapToDouble(Row::difference).max().orElseThrow();
  }

  /** Networks whose training accuracy is another than the benchmark tells. */
  public List<String> others() {
    return rows.stream()
        .filter(row -> row.difference() > OTHER)
        .map(row -> row.model().id())
        .toList();
  }

  /** One row for each network. */
  public Table networks() {
    Table.Builder<Row> table =
        Table.of(rows, "networks", "Networks")
            .note("A predictor is empty where it is not defined.")
            .text("model", "", row -> row.model().id());
    for (String axis : task.axes()) {
      table.text(column(axis), "hyperparameter " + axis, row -> row.model().settings().get(axis));
    }
    table
        .real("train_accuracy", "", "as the benchmark has it", row -> row.model().train())
        .real("recomputed", "", "the same, computed here", Row::train)
        .real("test_accuracy", "", "as the benchmark has it", row -> row.model().test())
        .real(GAP, "", "of both, as the benchmark has them", row -> row.model().gap());
    for (Predictor each : predictors) {
      table.real(column(each.name()), "", each.formula(), row -> row.values().get(each.name()));
    }
    return table.build();
  }

  private static String column(String name) {
    String word = name.replaceAll("[^A-Za-z0-9_]", "_");
    return word.matches("[A-Za-z].*") ? word : "h_" + word;
  }

  /** What predictors took of a network, dearest first, and all together at the end. */
  public List<Cost> costs() {
    List<Cost> costs = new ArrayList<>();
    for (Predictor each : predictors) {
      costs.add(
          cost(
              each.name(),
              rows.stream().map(row -> row.costs().getOrDefault(each.name(), Effort.NONE))));
    }
    costs.sort(Comparator.comparingDouble((Cost cost) -> -cost.mean()));
    costs.add(cost("all measures", rows.stream().map(Row::all)));
    return costs;
  }

  private static Cost cost(String name, Stream<Effort> efforts) {
    List<Effort> all = efforts.toList();
    DoubleSummaryStatistics seconds = all.stream().mapToDouble(Effort::seconds).summaryStatistics();
    double cpu = all.stream().mapToDouble(Effort::cpuSeconds).average().orElseThrow();
    return new Cost(name, seconds.getAverage(), seconds.getMax(), cpu);
  }

  /**
   * What something took of a network, in seconds by the clock. A measurement that several
   * predictors are made of counts for each, but once for all measures.
   *
   * @param most of the dearest network
   * @param cpu of all threads, mean
   */
  public record Cost(String name, double mean, double most, double cpu) {

    /** Beside what PGDL allowed. */
    public String text() {
      return Text.format(
          "%.3g s for each network (%.3g s of processors), %.3g s for the dearest; PGDL allowed %d s",
          mean, cpu, most, BUDGET);
    }
  }

  /** Predictors that are not defined of some network. */
  public List<String> undefined() {
    return names().stream().filter(name -> !isDefined(name)).toList();
  }

  private List<String> names() {
    return predictors.stream().map(Predictor::name).toList();
  }

  private boolean isDefined(String name) {
    return rows.stream().allMatch(row -> row.values().get(name) != null);
  }

  /**
   * The networks with the predictors that are defined of all of them, to be scored.
   *
   * @throws BadInputException if there is no such predictor
   */
  public ScoreTable scored() {
    List<String> names = names().stream().filter(this::isDefined).toList();
    if (names.isEmpty()) {
      throw new BadInputException("no measure is defined of every network of " + task.name());
    }
    return new ScoreTable(
        "",
        new ScoreConfig(names, GAP, null, task.axes(), List.of()),
        rows.stream().map(row -> List.copyOf(row.model().settings().values())).toList(),
        rows.stream().mapToDouble(row -> row.model().gap()).toArray(),
        null,
        names.stream()
            .map(name -> rows.stream().mapToDouble(row -> row.values().get(name)).toArray())
            .toList());
  }
}
