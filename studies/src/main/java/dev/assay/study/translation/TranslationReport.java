package dev.assay.study.translation;

import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.translation.Findings.Net;
import dev.assay.study.translation.Findings.Row;
import java.util.Arrays;
import java.util.Map;

/** Puts findings into words. */
final class TranslationReport {
  private final Findings found;
  private final TranslationConfig config;
  private final MovedPictures pictures;

  TranslationReport(Findings found, MovedPictures pictures) {
    this.found = found;
    this.config = found.config();
    this.pictures = pictures;
  }

  Report build() {
    TranslationTables tables = new TranslationTables(found);
    TranslationFigures figures = new TranslationFigures(found);
    Report.Builder report =
        Report.titled("Translations")
            .summary(
                Text.format(
                    "%,d images of %s, moved by up to %d pixels on either axis, %s: %d moves."
                        + " Boundary of maps: %s.",
                    found.images().count(),
                    found.image(),
                    config.range(),
                    config.step() == Math.rint(config.step())
                        ? Text.format("in steps of %.0f", config.step())
                        : Text.format("in steps of %s, %s", config.step(), config.interpolation()),
                    config.grid().count(),
                    boundary()));
    for (Row row : found.comparable()) {
      report.key(found.mean(row.map().square()).as(Text.format("mean cosine, %s", row.label())));
    }
    for (Net net : found.networks()) {
      for (Map.Entry<Boundary, Answered> entry : net.answers().entrySet()) {
        String name = net.name().isEmpty() ? "" : ", " + net.name();
        report.key(
            found
                .consistency(entry.getValue())
                .as(Text.format("consistency, %s%s", entry.getKey(), name)));
      }
    }
    report
        .figure(figures.cosines())
        .figure(figures.profiles())
        .figure(figures.protocols())
        .figure(figures.moves());
    if (found.rows().stream().allMatch(row -> row.map().apart() > 0)) {
      report.figure(figures.distances());
    }
    pictures.figure().ifPresent(report::figure);
    report
        .table(tables.places())
        .table(tables.protocols())
        .table(tables.profiles())
        .table(tables.moves())
        .table(tables.homogeneity())
        .table(tables.maps());
    notes(report);
    return report.provenance("translation", config.plain()).build();
  }

  private String boundary() {
    return switch (config.boundary()) {
      case ZERO -> "zero, black comes in and what leaves is lost";
      case CIRCULAR -> "circular, what leaves comes in on the other side";
      case CROP -> "crop, two windows are compared, each half the move from the middle";
    };
  }

  private void notes(Report.Builder report) {
    if (found.clipped() != null) {
      Clipped clipped = found.clipped();
      report.note(
          Text.format(
              "At the edge is lost: in the direction in which most is, %.1f %% of the mass of an image"
                  + " on average, at most %.1f %%, and something of %.1f %% of the images. What is"
                  + " lost makes a network look sensitive: a larger canvas when it is trained"
                  + " (--canvas), or a smaller range, avoids it.",
              100 * most(clipped.mean()), 100 * most(clipped.most()), 100 * most(clipped.share())));
    }
    report.note(
        Text.format(
            "Hidden places: %s. Logits and softmax have as many numbers as there are classes, and"
                + " compare between networks, not with hidden places.",
            switch (config.common().kind()) {
              case PROJECTION ->
                  "projected to one dimension by random signs of the seed; cosines stay as they are"
                      + " on average, and scatter as those of so many numbers do";
              case POOLED -> "means of maps over squares, to one dimension";
              case EQUAL -> "of one dimension as they are";
            }));
    report.note(
        "Cosines of what is never negative are large for unrelated images, too: corrected ones take"
            + " the mean of images of different classes at that place for 0. A pair with a vector of"
            + " zeros counts as 1 if both are, else as 0; their number is in the table of places."
            + " Distances grow with the scale of a layer: they rank neither layers nor networks.");
    report.note(
        "Always read them beside the accuracy: a network that gives one answer for everything is"
            + " perfectly invariant.");
    if (Arrays.stream(found.images().labels()).distinct().count() < 2) {
      report.note("All images are of one class, so there is no floor, and nothing is corrected.");
    }
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
