package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.ShiftGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is left at each location: statements C-2a and C-2b. */
final class Locations implements Topic {
  /** Of what images have more in common with themselves than with other classes. */
  private static final double HALF = 0.5;

  private final Findings findings;
  private final int far;

  Locations(Findings findings) {
    this.findings = findings;
    List<Integer> radii = findings.radii();
    this.far = radii.get(radii.size() - 1);
  }

  /** Where networks are looked at, from below, the output last. */
  private static Map<String, Function<Measured, Profile>> places(boolean averaged) {
    Map<String, Function<Measured, Profile>> places = new LinkedHashMap<>();
    for (int i = 0; i < Design.CONVOLUTIONS; i++) {
      int cut = i;
      places.put("pooling " + (i + 1), network -> network.at(cut));
    }
    if (averaged) {
      places.put("mean over places", Measured::last);
    }
    places.put("dense", Measured::dense);
    places.put("logits", Measured::logits);
    places.put("softmax", Measured::softmax);
    return places;
  }

  private double cosine(Profile profile) {
    return profile.cosines()[far];
  }

  @Override
  public List<Claim> claims() {
    return List.of(rising(), forced());
  }

  /** C-2a. */
  private Claim rising() {
    Cases cases = new Cases();
    List<Design> free = findings.free();
    List<String> names = List.copyOf(places(false).keySet()).subList(0, Design.CONVOLUTIONS + 1);
    for (int i = 1; i < names.size(); i++) {
      int to = i;
      cases.above(
          0,
          findings.mean(free, n -> cosine(n.at(to)) - cosine(n.at(to - 1))),
          Text.format("cosine, %s − %s", names.get(i), names.get(i - 1)),
          "");
    }
    return cases.claim(
        "C-2a",
        "The cosine of what there is for an image and for the image, moved, rises from each location"
            + " to the next.",
        Text.format(
            "Moves of %d pixels; behind each pooling and behind the hidden dense layer, in %d"
                + " dimensions at each; mean over networks whose last maps have places.",
            far, findings.all().get(0).dense().dimension()),
        findings.seeds());
  }

  /** C-2b. */
  private Claim forced() {
    Cases cases = new Cases();
    List<Design> free = findings.free();
    cases.below(
        HALF,
        findings.mean(free, n -> n.last().corrected(cosine(n.last()))),
        "corrected cosine of the last map, not forced",
        "");
    for (Design design : findings.size().designs()) {
      if (findings.forced(design) && design.pool() == 2) {
        cases.above(
            0,
            findings.difference(List.of(design), free, n -> cosine(n.last())),
            Text.format("cosine before the dense layers, %s − not forced", findings.words(design)),
            "");
      }
    }
    return cases.claim(
        "C-2b",
        "Convolutional layers contribute less to invariance than expected, unless they are forced"
            + " to: by a last map without places.",
        Text.format(
            "Moves of %d pixels. Less than expected: of what images have more in common with"
                + " themselves than with images of other classes less than half is left at the last"
                + " map. Forced are a last map of 1×1 and the mean over its places.",
            far),
        findings.seeds());
  }

  /** Networks that are drawn: one that keeps sizes, and those that are forced. */
  private List<Design> shown() {
    List<Design> shown = new ArrayList<>(List.of(Design.same(Size.KERNELS.get(0))));
    findings.size().designs().stream()
        .filter(d -> d.pool() == 2 && findings.forced(d))
        .filter(
            d ->
                shown.stream()
                    .noneMatch(other -> other.head() == d.head() && findings.forced(other)))
        .forEach(shown::add);
    return shown;
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Panel<Plot.Lines>> profiles = new ArrayList<>();
    for (Design design : shown()) {
      List<Plot.Line> lines = new ArrayList<>();
      places(design.head() == Head.MEAN)
          .forEach((name, place) -> lines.add(line(name, design, place)));
      profiles.add(
          new Plot.Panel<>(
              findings.words(design),
              new Plot.Lines(Axis.of("shift", "px"), Axis.of("mean cosine"), lines)));
    }
    return List.of(
        new Figure(
            new Heading(
                "profiles-by-location",
                "Radial profiles by location",
                "Mean cosine over moves of each length, hidden places in one dimension; bands: 95 %"
                    + " intervals of Student's t over seeds."),
            new Plot.Multiples(profiles.size(), profiles)),
        maps());
  }

  private Plot.Line line(String name, Design design, Function<Measured, Profile> place) {
    List<Integer> radii = findings.radii();
    List<Estimate> y =
        radii.stream().map(r -> findings.mean(design, n -> place.apply(n).cosines()[r])).toList();
    return Values.line(name, Values.of(radii, r -> r), y);
  }

  private Figure maps() {
    List<Plot.Raster> panels = new ArrayList<>();
    Design design = Design.same(Size.KERNELS.get(0));
    places(false).forEach((name, place) -> panels.add(raster(name, design, place)));
    return new Figure(
        new Heading(
            "maps-by-location",
            "Maps by location",
            Text.format(
                "Mean cosine of %s, mean over seeds. One scale of colours; the cross marks no shift.",
                findings.words(design))),
        new Plot.Field(
            Axis.of("shift to the right", "px"),
            Axis.of("shift upwards", "px"),
            Axis.of("mean cosine"),
            false,
            3,
            panels));
  }

  private Plot.Raster raster(String name, Design design, Function<Measured, Profile> place) {
    ShiftGrid grid = findings.grid();
    List<Measured> seeds = findings.of(design);
    double[] mean = new double[grid.count()];
    for (Measured network : seeds) {
      double[] map = grid.upwards(place.apply(network).map());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += map[i] / seeds.size();
      }
    }
    return new Plot.Raster(name, grid.area(), grid.side(), grid.side(), mean, new double[] {0, 0});
  }

  /** A network at a location. */
  private record Row(Measured network, String place, Profile profile) {}

  @Override
  public List<Table> tables() {
    List<Row> rows = new ArrayList<>();
    for (Measured network : findings.all()) {
      places(network.design().head() == Head.MEAN)
          .forEach((name, place) -> rows.add(new Row(network, name, place.apply(network))));
    }
    return List.of(
        Table.of(rows, "locations", "Locations")
            .note(
                "Hidden places in the common dimension, logits and softmax as they are: these have"
                    + " another dimension and do not compare with those.")
            .text("network", "which one", row -> findings.words(row.network().design()))
            .integer("seed", "", row -> row.network().seed())
            .text("place", "where it was looked at", Row::place)
            .integer("dimension", "numbers that are compared", row -> row.profile().dimension())
            .real("mcs", "", "mean cosine over all moves but none", row -> row.profile().square())
            .real("far", "", "mean cosine at the largest radius", row -> cosine(row.profile()))
            .real("floor", "", "with images of other classes, c0", row -> row.profile().floor())
            .real(
                "corrected",
                "",
                "(far − c0) / (1 − c0)",
                row -> row.profile().corrected(cosine(row.profile())))
            .real("distance", "", "mean distance at the largest radius", this::distance)
            .integer("zeros", "pairs with a vector of zeros", row -> row.profile().zeros())
            .build());
  }

  private double distance(Row row) {
    return row.profile().distances()[far];
  }
}
