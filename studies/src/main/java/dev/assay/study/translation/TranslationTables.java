package dev.assay.study.translation;

import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Findings.Net;
import dev.assay.study.translation.Findings.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Findings as tables. */
final class TranslationTables {
  private static final String LOW = "lower end of its 95 % interval over images";
  private static final String HIGH = "upper end";

  private final Findings found;
  private final ShiftGrid grid;

  TranslationTables(Findings found) {
    this.found = found;
    this.grid = found.config().grid();
  }

  /** A place with its summaries. */
  private record Summed(Row row, Estimate square, Estimate disc, Estimate corrected) {}

  Table places() {
    List<Summed> rows =
        found.rows().stream()
            .map(
                row ->
                    new Summed(
                        row,
                        found.mean(row.map().square()),
                        found.mean(row.map().disc()),
                        found.corrected(row.map().square(), row.map().floor())))
            .toList();
    Table.Builder<Summed> table =
        named(rows, "places", "Places", Summed::row)
            .note(
                "One row for each place, and one more where it was brought to the common dimension."
                    + " Compare hidden places in that one: a row of its own dimension stands beside"
                    + " it and does not compare.");
    within(
        table,
        "mcs",
        "mean cosine over all moves but none, up to the range on either axis",
        Summed::square);
    within(table, "disc", "over those no longer than the range", Summed::disc);
    table.real(
        "floor",
        "",
        "mean cosine of images of different classes there, c0",
        row -> mean(row.row().map().floor()));
    within(table, "corrected", "(mcs − c0) / (1 − c0)", Summed::corrected);
    return table
        .real("distance", "", "mean Euclidean distance, over the same moves as mcs", this::distance)
        .real(
            "apart",
            "",
            "mean distance of images of different classes",
            row -> row.row().map().apart())
        .integer(
            "zeros",
            "pairs with a vector of zeros: their cosine is 1 if both are, else 0, by convention",
            row -> row.row().map().zeros())
        .build();
  }

  private double distance(Summed row) {
    return Arrays.stream(row.row().map().distance()).sum() / (grid.count() - 1);
  }

  /** A place at a radius. */
  private record Ring(Row row, int radius, Estimate cosine, Estimate corrected, double distance) {}

  Table profiles() {
    List<Ring> rows = new ArrayList<>();
    for (Row row : found.rows()) {
      double[] distances = grid.byRadius(row.map().distance());
      for (int r = 0; r <= grid.range(); r++) {
        double[] cosines = row.map().byRadius()[r];
        if (!Double.isNaN(distances[r])) {
          rows.add(
              new Ring(
                  row,
                  r,
                  found.mean(cosines),
                  found.corrected(cosines, row.map().floor()),
                  distances[r]));
        }
      }
    }
    Table.Builder<Ring> table =
        named(rows, "profiles", "Radial profiles", Ring::row)
            .note("Means over all moves whose length rounds to the radius.")
            .integer("radius", "pixels", Ring::radius);
    within(table, "cosine", "mean cosine", Ring::cosine);
    within(table, "corrected", "(cosine − c0) / (1 − c0)", Ring::corrected);
    return table.real("distance", "", "mean Euclidean distance", Ring::distance).build();
  }

  /** A place at a move. */
  private record At(Row row, int move) {}

  Table maps() {
    List<At> rows =
        found.rows().stream()
            .flatMap(row -> IntStream.range(0, grid.count()).mapToObj(i -> new At(row, i)))
            .toList();
    return moved(named(rows, "maps", "Maps", At::row), At::move)
        .note("One row for each place and move; means over images.")
        .real("cosine", "", "mean cosine", at -> at.row().map().cosine()[at.move()])
        .real("distance", "", "mean distance", at -> at.row().map().distance()[at.move()])
        .build();
  }

  /** A network at a move. */
  private record Moved(Net network, int move) {}

  Table moves() {
    List<Moved> rows =
        found.networks().stream()
            .flatMap(net -> IntStream.range(0, grid.count()).mapToObj(i -> new Moved(net, i)))
            .toList();
    Table.Builder<Moved> table =
        moved(
                Table.of(rows, "moves", "Moves")
                    .text("network", "which one", moved -> moved.network().name()),
                Moved::move)
            .real(
                "changed",
                "",
                "share of images that get another class",
                moved -> moved.network().found().changed()[moved.move()]);
    if (found.clipped() != null) {
      table
          .real(
              "clipped",
              "",
              "share of an image's mass that leaves at the edge, mean",
              moved -> found.clipped().mean()[moved.move()])
          .real("clipped_most", "", "of one image", moved -> found.clipped().most()[moved.move()])
          .real(
              "clipped_images",
              "",
              "share of images that lose something",
              moved -> found.clipped().share()[moved.move()]);
    }
    return table.build();
  }

  /** A network under a rule. */
  private record Protocol(Net network, Boundary boundary, Answered answered) {}

  Table protocols() {
    List<Protocol> rows =
        found.networks().stream()
            .flatMap(
                net ->
                    net.answers().entrySet().stream()
                        .map(entry -> new Protocol(net, entry.getKey(), entry.getValue())))
            .toList();
    Table.Builder<Protocol> table =
        Table.of(rows, "protocols", "Answers, by protocol")
            .note(
                "Random moves by whole pixels, the same ones for all networks. Protocols are not"
                    + " comparable: zero and circular compare an image with itself, moved; crop"
                    + " compares two windows, neither of which need be the image.")
            .text("network", "which one", row -> row.network().name())
            .text("protocol", "zero, circular or crop", row -> row.boundary().toString())
            .integer("images", "that were moved", row -> found.images().count())
            .integer("moves", "of each", row -> found.config().moves())
            .integer("range", "pixels, on either axis", row -> found.config().range());
    within(
        table,
        "top1_change",
        "share of moves that change the class",
        row -> found.mean(row.answered().changed()));
    within(table, "consistency", "1 less", row -> found.consistency(row.answered()));
    within(
        table,
        "mcs_softmax",
        "mean cosine of softmax outputs",
        row -> found.mean(row.answered().softmax()));
    within(
        table, "mcs_logits", "mean cosine of logits", row -> found.mean(row.answered().logits()));
    within(table, "accuracy", "of first views", row -> found.mean(row.answered().before()));
    within(table, "accuracy_moved", "of second views", row -> found.mean(row.answered().after()));
    return table.build();
  }

  /** A network's neighbours at a lag. */
  private record Near(Net network, String place, Homogeneity.Lag lag) {}

  Table homogeneity() {
    List<Near> rows = new ArrayList<>();
    for (Net net : found.networks()) {
      for (Neighbours at : net.neighbours()) {
        at.found().lags().forEach(lag -> rows.add(new Near(net, at.place(), lag)));
      }
    }
    return Table.of(rows, "homogeneity", "Local homogeneity")
        .note("How alike neighbours are: 1 less their mean difference over the range of values.")
        .text("network", "which one", row -> row.network().name())
        .text("place", "the images, or a hidden cut with maps", Near::place)
        .integer("lag", "places between two neighbours", row -> row.lag().lag())
        .real("homogeneity", "", "1 where all are alike", row -> row.lag().value())
        .text("status", "OK, or why there is no number", row -> row.lag().status().name())
        .build();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private <R> Table.Builder<R> named(
      List<R> rows, String name, String title, Function<R, Row> row) {
    return Table.of(rows, name, title)
        .text("network", "which one", r -> row.apply(r).network().name())
        .text(
            "place",
            "hidden cut, logits or softmax",
            r -> row.apply(r).map().aspect().place().name())
        .text(
            "shape",
            "of what is there",
            r -> row.apply(r).map().aspect().place().shape().toString())
        .integer(
            "dimension", "numbers that are compared", r -> row.apply(r).map().aspect().dimension())
        .flag(
            "own",
            "whether that is the place's own dimension while a common one stands beside it",
            r -> found.hasTwin(row.apply(r)));
  }

  private <R> Table.Builder<R> moved(Table.Builder<R> table, Function<R, Integer> move) {
    return table
        .real("down", "px", "negative is up", r -> grid.shift(move.apply(r)).down())
        .real("right", "px", "negative is to the left", r -> grid.shift(move.apply(r)).right());
  }

  private static <R> void within(
      Table.Builder<R> table, String column, String meaning, Function<R, Estimate> of) {
    table
        .real(column, "", meaning, r -> of.apply(r).value())
        .real(column + "_low", "", LOW, r -> of.apply(r).low())
        .real(column + "_high", "", HIGH, r -> of.apply(r).high());
  }
}
