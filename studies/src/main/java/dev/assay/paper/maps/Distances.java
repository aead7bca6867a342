package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Whether Euclidean distances rank networks as cosines do: statement C-4. */
final class Distances implements Topic {
  private final Findings findings;

  Distances(Findings findings) {
    this.findings = findings;
  }

  /** Distance of logits at the largest radius. */
  static double far(Measured network) {
    return far(network.logits());
  }

  private static double far(Profile profile) {
    return profile.distances()[profile.distances().length - 1];
  }

  private static double cosine(Profile profile) {
    return profile.cosines()[profile.cosines().length - 1];
  }

  /**
   * By how much the first of two networks is larger at a place.
   *
   * @param cosine seed by seed
   * @param distance likewise
   */
  private record Pair(String words, double[] cosine, double[] distance) {
    /** Positive where one is more invariant by the one and less by the other. */
    double opposition() {
      return Math.signum(StudentT.signedLevel(cosine) * StudentT.signedLevel(distance)) * level();
    }

    /** Of the less sure of both, see {@link StudentT#signedLevel}. */
    private double level() {
      return Math.min(
          Math.abs(StudentT.signedLevel(cosine)), Math.abs(StudentT.signedLevel(distance)));
    }

    List<Quantity> quantities() {
      return List.of(
          StudentT.mean(cosine).as("cosine, " + words),
          StudentT.mean(distance).as("distance, " + words));
    }
  }

  @Override
  public List<Claim> claims() {
    String statement =
        "Euclidean distances rank networks otherwise than cosines: there are networks of which one"
            + " is more invariant by the one and less by the other.";
    List<Pair> pairs = new ArrayList<>(pairs("dense", Measured::dense));
    pairs.addAll(pairs("logits", Measured::logits));
    if (pairs.isEmpty()) {
      return List.of(
          new Claim(
              "C-4",
              statement,
              Verdict.NOT_TESTED,
              "No two networks learned something with two seeds.",
              List.of(),
              List.of()));
    }
    // 5 % are shared out among all pairs (Bonferroni)
    double sure = 1 - 0.05 / pairs.size();
    long alike = pairs.stream().filter(pair -> pair.opposition() <= -sure).count();
    long opposite = pairs.stream().filter(pair -> pair.opposition() >= sure).count();
    Pair most = pairs.stream().max(Comparator.comparingDouble(Pair::opposition)).orElseThrow();
    List<Quantity> numbers = new ArrayList<>();
    numbers.add(Quantity.of("pairs that both rank alike for sure", alike));
    numbers.add(Quantity.of("pairs that both rank the other way round for sure", opposite));
    numbers.addAll(most.quantities());
    return List.of(
        new Claim(
                "C-4",
                statement,
                Verdicts.of(opposite > 0, most.opposition() < 0),
                Text.format(
                    "%d pairs of networks, behind the hidden dense layer and at the logits, at the"
                        + " largest radius; a pair is sure among all of them if its levels by both"
                        + " measures are %.5f. The pair that is told comes nearest. That there can be"
                        + " such follows from the scale of a layer, which distances see and cosines"
                        + " do not; here is whether there are.",
                    pairs.size(), sure),
                numbers,
                findings.seeds())
            .openFor(most.quantities()));
  }

  private List<Pair> pairs(String place, Function<Measured, Profile> at) {
    List<Pair> pairs = new ArrayList<>();
    List<Design> designs = findings.size().designs();
    for (int i = 0; i < designs.size(); i++) {
      for (int j = i + 1; j < designs.size(); j++) {
        List<Design> one = List.of(designs.get(i));
        List<Design> other = List.of(designs.get(j));
        pairs.add(
            new Pair(
                Text.format(
                    "%s, %s − %s",
                    place, findings.words(designs.get(i)), findings.words(designs.get(j))),
                findings.differences(one, other, n -> cosine(at.apply(n))),
                findings.differences(one, other, n -> far(at.apply(n)))));
      }
    }
    // with fewer seeds that both have there is no level
    return pairs.stream().filter(pair -> pair.cosine().length > 1).toList();
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Points> points =
        List.of(points("last map with places", false), points("forced", true));
    return List.of(
        new Figure(
            new Heading(
                "distances-and-cosines",
                "Distances and cosines of logits",
                "A point for each network; at the largest radius."),
            new Plot.Scatter(
                Axis.of("mean cosine"), Axis.of("mean distance"), points, false, null)));
  }

  private Plot.Points points(String name, boolean forced) {
    List<Measured> some =
        findings.networks().stream().filter(n -> findings.forced(n.design()) == forced).toList();
    return new Plot.Points(
            name, Values.of(some, n -> cosine(n.logits())), Values.of(some, Distances::far))
        .standingFor(
            some.stream()
                .map(n -> Text.format("%s, seed %d", findings.words(n.design()), n.seed()))
                .toList());
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
