package dev.assay.paper.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.LayerBayes;
import dev.assay.measure.LayerCodes;
import dev.assay.measure.LayerTree;
import dev.assay.paper.layers.Findings.Draw;
import dev.assay.paper.layers.Findings.Layer;
import dev.assay.paper.layers.Findings.Moment;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.reproduction.Judged;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.tensor.Shape;
import dev.assay.tree.CodeStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verdicts on trees and codes that are known: three layers, of which the first is the worst. */
class ClaimsTest {
  private static final dev.assay.paper.layers.Shape THREE = new dev.assay.paper.layers.Shape(3, 20);
  private static final int TESTS = 400;
  private static final int TRAIN = 500;

  /** By layer; each seed adds a little of its own. */
  private int[] leaves = {300, 200, 100};

  private double[] fidelity = {0.7, 0.8, 0.9};
  private double[] accuracy = {0.65, 0.75, 0.85};
  private int[] numberLeaves = {150, 100, 50};
  private double[] numberFidelity = {0.8, 0.9, 0.97};
  private int[] unique = {450, 400, 300};
  private double[] within = {0.3, 0.25, 0.15};
  private double[] between = {0.4, 0.4, 0.4};
  private double[] perplexity = {9.5, 9, 8.5};
  private double pixels = 0.75;
  private double untrained = 0.9;

  private Claim claim(String id) {
    return Judged.of(id, topics(findings()));
  }

  private Verdict verdict(String id) {
    return claim(id).verdict();
  }

  private static Stream<Topic> topics(Findings findings) {
    Bootstrap bootstrap = new Bootstrap(400, 0.95, 1);
    return Stream.of(
        new Explained(findings, bootstrap),
        new ByDepth(findings, bootstrap),
        new Beside(findings, bootstrap),
        new Selectivity(findings, bootstrap),
        new InTraining(findings, bootstrap));
  }

  private Findings findings() {
    Size size = new Size(4, TRAIN, TESTS, List.of(THREE), 9, 10, List.of());
    Dataset train =
        Dataset.of(
            Shape.vector(1),
            new float[TRAIN],
            new int[TRAIN],
            List.of("a"),
            new Provenance("none", "train", Map.of()));
    List<Draw> draws = new ArrayList<>();
    List<Net> networks = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Draw draw = new Draw(seed, train);
      draws.add(draw);
      networks.add(network(draw, seed));
    }
    return new Findings(size, 10, draws, networks, List.of());
  }

  private Net network(Draw draw, int seed) {
    List<Layer> layers = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      LayerTree.Found tree = tree(leaves[l] + seed, accuracy[l], fidelity[l]);
      LayerCodes.Found codes = codes(l, within[l] + 0.001 * seed, seed);
      layers.add(
          new Layer(
              l + 1,
              tree,
              tree,
              tree(numberLeaves[l] + seed, accuracy[l], numberFidelity[l]),
              new LayerBayes.Found(answers(0.5), answers(0.5)),
              codes));
      moments.add(new Moment(0, l + 1, codes(l, untrained * between[l], seed), tree, Double.NaN));
      moments.add(new Moment(9, l + 1, codes, tree, 1));
    }
    double[] right = new double[TESTS];
    Arrays.fill(right, 1);
    return new Net(draw, THREE, 1, right, tree(200 + seed, 0.5, pixels), layers, moments);
  }

  private LayerCodes.Found codes(int layer, double inside, int seed) {
    return new LayerCodes.Found(
        new CodeStatistics(unique[layer] - seed, 1, inside, between[layer], 0, 0, 0.5),
        perplexity[layer] + 0.01 * seed);
  }

  private static LayerTree.Found tree(int leaves, double right, double alike) {
    return new LayerTree.Found(leaves, 9, 8, 20, 0, 0.1, answers(right), answers(alike));
  }

  /** A share of ones, spread evenly, so that those of a smaller share are among a larger one's. */
  private static int[] answers(double share) {
    return IntStream.range(0, TESTS).map(i -> i * 37 % TESTS < share * TESTS ? 1 : 0).toArray();
  }

  @Test
  void whatWasExpectedHolds() {
    assertThat(Stream.of("B1", "B2a", "B2b", "B2c", "B2d", "B3", "B4", "B5", "B6", "B7"))
        .allSatisfy(id -> assertThat(verdict(id)).as(id).isEqualTo(Verdict.HOLDS));
    assertThat(claim("B2a").seeds()).containsExactly(0L, 1L, 2L, 3L);
  }

  /** (0.7 − 0.1) / 0.9 of what one answer leaves open. */
  @Test
  void whatTreesExplainIsBeyondTheCommonestAnswer() {
    assertThat(claim("B1").numbers().get(0).value()).isCloseTo(200 / 3.0, within());

    fidelity[0] = 0.5;
    assertThat(verdict("B1")).isEqualTo(Verdict.DOES_NOT_HOLD);
    fidelity[0] = 0.56;
    assertThat(verdict("B1")).isEqualTo(Verdict.UNDECIDED);
    assertThat(claim("B1").open())
        .singleElement()
        .satisfies(open -> assertThat(open.label()).isEqualTo("explained, layer 1 of 3×20"))
        .satisfies(open -> assertThat(open.remark()).contains("seeds"));
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(0.2);
  }

  @Test
  void everyStepCountsNotTheEndsAlone() {
    leaves = new int[] {300, 320, 100};
    assertThat(verdict("B2a")).isEqualTo(Verdict.DOES_NOT_HOLD);
    Quantity ends = claim("B2a").numbers().get(0);
    assertThat(ends.label()).isEqualTo("leaves, layer 3 − 1 of 3×20");
    assertThat(ends.value()).isBetween(-67.0, -66.0);

    accuracy = new double[] {0.65, 0.85, 0.75};
    assertThat(verdict("B2b")).isEqualTo(Verdict.DOES_NOT_HOLD);
    unique = new int[] {450, 460, 300};
    assertThat(verdict("B2c")).isEqualTo(Verdict.DOES_NOT_HOLD);
    within = new double[] {0.3, 0.35, 0.15};
    assertThat(verdict("B2d")).isEqualTo(Verdict.DOES_NOT_HOLD);
    perplexity = new double[] {9, 9.5, 8};
    assertThat(verdict("B6")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  /** Within classes distances fall by 0.15, so 0.0375 is what they may between them. */
  @Test
  void betweenClassesDistancesMayFallALittle() {
    between = new double[] {0.4, 0.38, 0.37};
    assertThat(verdict("B2d")).isEqualTo(Verdict.HOLDS);
    between = new double[] {0.4, 0.38, 0.35};
    assertThat(verdict("B2d")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void pixelsAreBetterThanTheFirstLayerAndMuchWorseThanTheLast() {
    pixels = 0.6;
    assertThat(verdict("B3")).isEqualTo(Verdict.DOES_NOT_HOLD);
    pixels = 0.88;
    assertThat(verdict("B3")).isEqualTo(Verdict.DOES_NOT_HOLD);
    pixels = fidelity[0];
    assertThat(verdict("B3")).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void activationsMustBeBetterAtEveryLayer() {
    numberFidelity = new double[] {0.8, 0.75, 0.97};
    assertThat(verdict("B4")).isEqualTo(Verdict.DOES_NOT_HOLD);
    numberFidelity = new double[] {0.8, 0.9, 0.97};
    numberLeaves = new int[] {150, 250, 50};
    assertThat(verdict("B4")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void unitsThatTellAClass() {
    perplexity = new double[] {9.5, 9, 3};
    assertThat(verdict("B5")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void groupsThatWereThereBefore() {
    untrained = 0.3;
    assertThat(verdict("B7")).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
