package dev.assay.sweep;

import dev.assay.score.ScoreConfig;
import dev.assay.score.ScoreTable;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** What came of the cells of a sweep, a row for each, whatever is there of it. */
public final class SweepTable {
  private static final String GAP = "gap";
  private static final String SHIFTED_GAP = "shifted_gap";

  private final Sweep sweep;
  private final List<Row> rows;

  /**
   * @param reason why there is no outcome, if that is known
   */
  private record Row(SweepCell cell, Outcome outcome, String reason) {
    String status() {
      return outcome != null ? "done" : reason.isEmpty() ? "missing" : "failed";
    }

    Double value(Function<Outcome, Double> of) {
      return outcome == null ? null : of.apply(outcome);
    }

    Double value(String predictor) {
      return value(known -> known.values().get(predictor));
    }
  }

  private SweepTable(Sweep sweep, List<Row> rows) {
    this.sweep = sweep;
    this.rows = rows;
  }

  public static SweepTable of(Sweep sweep, SweepFolder folder) {
    Set<String> done = folder.done();
    Set<String> failed = folder.failed();
    List<Row> rows = new ArrayList<>();
    for (SweepCell cell : sweep.cells()) {
      String key = sweep.key(cell);
      Outcome outcome = done.contains(key) ? folder.outcome(key) : null;
      rows.add(new Row(cell, outcome, outcome != null ? "" : reason(key, done, failed, folder)));
    }
    return new SweepTable(sweep, rows);
  }

  /** Why there is no outcome; empty where nobody has tried. */
  private static String reason(
      String key, Set<String> done, Set<String> failed, SweepFolder folder) {
    if (done.contains(key)) {
      return "done/" + key + ".json is damaged; delete it and run the sweep again";
    }
    return failed.contains(key) ? folder.reason(key) : "";
  }

  /** One row for each network. */
  public Table table() {
    Table.Builder<Row> table =
        Table.of(rows, "networks", "Networks")
            .note(
                "A predictor should be larger where the gap is, so what should be smaller, a margin"
                    + " for example, stands with a minus; empty where it is not defined.")
            .integer("cell", "number in the plan", row -> row.cell.number());
    for (String axis : sweep.axes()) {
      table.text(column(axis), "on the axis " + axis, row -> row.cell.settings().get(axis));
    }
    table
        .text("status", "done, failed or missing", Row::status)
        .text("reason", "why it failed", Row::reason)
        .real("train_accuracy", "", "on the training samples", row -> row.value(Outcome::train))
        .real("test_accuracy", "", "on the test samples", row -> row.value(Outcome::test))
        .real(GAP, "", "training less test accuracy", row -> row.value(Outcome::gap));
    if (isShifted()) {
      table
          .real(
              "shifted_accuracy",
              "",
              "on test samples of another distribution",
              row -> row.value(Outcome::shifted))
          .real(
              SHIFTED_GAP,
              "",
              "training less shifted test accuracy",
              row -> row.value(Outcome::shiftedGap));
    }
    sweep
        .predictors()
        .forEach(
            each ->
                table.real(column(each.name()), "", each.formula(), row -> row.value(each.name())));
    return table.build();
  }

  private static String column(String name) {
    return name.replace('-', '_');
  }

  private boolean isShifted() {
    return sweep.cells().stream().anyMatch(cell -> cell.shifted() != null);
  }

  /** Cells that are done. */
  public int done() {
    return (int) rows.stream().filter(row -> row.outcome != null).count();
  }

  /** Predictors that are not defined of some network that is done. */
  public List<String> undefined() {
    return sweep.names().stream().filter(name -> !isDefined(name)).toList();
  }

  private boolean isDefined(String name) {
    return rows.stream().noneMatch(row -> row.outcome != null && row.value(name) == null);
  }

  /**
   * The networks that are done with the predictors that are defined of all of them, to be scored.
   *
   * @throws dev.assay.io.BadInputException if there is no such predictor
   */
  public ScoreTable scored() {
    List<Row> there = rows.stream().filter(row -> row.outcome != null).toList();
    List<String> names = sweep.names().stream().filter(this::isDefined).toList();
    List<String> axes =
        sweep.axes().stream().filter(axis -> !sweep.recipes().contains(axis)).toList();
    List<String> grid = new ArrayList<>(axes);
    grid.addAll(sweep.recipes());
    return new ScoreTable(
        "",
        new ScoreConfig(names, GAP, isShifted() ? SHIFTED_GAP : null, axes, sweep.recipes()),
        there.stream()
            .map(row -> grid.stream().map(axis -> row.cell.settings().get(axis)).toList())
            .toList(),
        there.stream().mapToDouble(row -> row.outcome.gap()).toArray(),
        isShifted() ? there.stream().mapToDouble(row -> row.outcome.shiftedGap()).toArray() : null,
        names.stream()
            .map(name -> there.stream().map(row -> row.value(name)))
            .map(values -> values.filter(Objects::nonNull).mapToDouble(value -> value).toArray())
            .toList());
  }
}
