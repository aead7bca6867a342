package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.paper.maps.Findings.Measured;
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
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whether Euclidean distances rank networks as cosines do: statement C-4. */
final class Distances implements Topic {
  /** Pairs that are told, at most. */
  private static final int TOLD = 3;

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

  /** Which of two networks is more invariant, by both measures at a place. */
  private record Pair(String words, Estimate cosine, Estimate distance) {
    boolean alike() {
      return cosine.above(0) && distance.below(0) || cosine.below(0) && distance.above(0);
    }

    boolean opposite() {
      return cosine.above(0) && distance.above(0) || cosine.below(0) && distance.below(0);
    }
  }

  @Override
  public List<Claim> claims() {
    List<Pair> pairs = new ArrayList<>(pairs("dense", Measured::dense));
    pairs.addAll(pairs("logits", Measured::logits));
    List<Pair> opposite = pairs.stream().filter(Pair::opposite).toList();
    long alike = pairs.stream().filter(Pair::alike).count();
    List<Quantity> numbers = new ArrayList<>();
    numbers.add(Quantity.of("pairs that both rank for sure, alike", alike));
    numbers.add(Quantity.of("pairs that both rank for sure, the other way round", opposite.size()));
    for (Pair pair : opposite.subList(0, Math.min(TOLD, opposite.size()))) {
      numbers.add(pair.cosine().as("cosine, " + pair.words()));
      numbers.add(pair.distance().as("distance, " + pair.words()));
    }
    Verdict verdict =
        opposite.isEmpty() && alike == 0
            ? Verdict.NOT_TESTED
            : Verdicts.of(!opposite.isEmpty(), opposite.isEmpty());
    return List.of(
        new Claim(
            "C-4",
            "Euclidean distances rank networks otherwise than cosines: there are networks of which"
                + " one is more invariant by the one and less by the other.",
            verdict,
            "Behind the hidden dense layer and at the logits, at the largest radius; pairs of"
                + " networks whose difference is sure by both. That there can be such follows from"
                + " the scale of a layer, which distances see and cosines do not; here is whether"
                + " there are.",
            numbers,
            findings.seeds()));
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
                findings.difference(one, other, n -> cosine(at.apply(n))),
                findings.difference(one, other, n -> far(at.apply(n)))));
      }
    }
    return pairs;
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
        name, Values.of(some, n -> cosine(n.logits())), Values.of(some, Distances::far));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
