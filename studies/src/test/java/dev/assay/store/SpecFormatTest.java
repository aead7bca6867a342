package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Alignment;
import dev.assay.measure.AlteredMargins;
import dev.assay.measure.AnswerChange;
import dev.assay.measure.Answers;
import dev.assay.measure.ClippedMass;
import dev.assay.measure.Clustering;
import dev.assay.measure.CodeChange;
import dev.assay.measure.ComponentCounts;
import dev.assay.measure.CrossEntropy;
import dev.assay.measure.FreeClustering;
import dev.assay.measure.GradientNoise;
import dev.assay.measure.JacobianNorm;
import dev.assay.measure.LayerBayes;
import dev.assay.measure.LayerCodes;
import dev.assay.measure.LayerTree;
import dev.assay.measure.LocalHomogeneity;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.MapHomogeneity;
import dev.assay.measure.MarginSummary;
import dev.assay.measure.Margins;
import dev.assay.measure.MeanMargin;
import dev.assay.measure.Measure;
import dev.assay.measure.Measures;
import dev.assay.measure.MovedAnswers;
import dev.assay.measure.NetworkMeasure;
import dev.assay.measure.NeuralCollapse;
import dev.assay.measure.PlaneRegions;
import dev.assay.measure.PooledDaviesBouldin;
import dev.assay.measure.Rescaled;
import dev.assay.measure.SampleGeometry;
import dev.assay.measure.SampledFragmentation;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.measure.Selection;
import dev.assay.measure.Sharpness;
import dev.assay.measure.Sparsity;
import dev.assay.measure.TranslationProfile;
import dev.assay.measure.TreeTop;
import dev.assay.measure.WeightNorm;
import dev.assay.study.Space;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.representation.Features;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.tree.On;
import dev.assay.study.tree.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecFormatTest {
  private static final Dataset SAMPLES =
      new Corruption.Label(0.25, -3).apply(Glyphs.train(40, 1).shuffledSubset(20, 9));
  private static final Provenance DATA = SAMPLES.provenance();
  private static final MarginSolver.DeepFool DEEP_FOOL =
      new MarginSolver.DeepFool(0.5, 1e-3, 100, 1e-4);

  static List<Measure<?>> measures() {
    Selection some = Selection.Listed.of(3, 5);
    return List.of(
        new Accuracy(DATA),
        new Alignment(DATA, some, "2", "3-relu"),
        new AlteredMargins(DATA, AlteredMargins.By.AUGMENT, 20, "2-relu", 3),
        new Answers(DATA),
        new Margins(DATA, some, Space.input(), DEEP_FOOL),
        new Margins(
            DATA, new Selection.Drawn(5, -1), Space.knee(), MarginSolver.FirstOrder.standard()),
        new Margins(DATA, some, Space.parse("random:3:12"), DEEP_FOOL),
        new Margins(DATA, some, Space.parse("pca:2-7"), new MarginSolver.Nearest(DEEP_FOOL)),
        new Margins(
            DATA,
            some,
            Space.parse("hidden:2-relu"),
            new MarginSolver.Bracket(DEEP_FOOL, 10, 0.1, Double.POSITIVE_INFINITY)),
        new ClippedMass(DATA, some, 6),
        new Clustering(DATA, some, "1", Features.POOLED),
        new CodeChange(DATA, some, "2-relu"),
        new ComponentCounts(DATA),
        new CrossEntropy(DATA),
        new FreeClustering(DATA, some, "2-relu", Features.RAW, -5),
        new GradientNoise(DATA, some, 4),
        new JacobianNorm(DATA, some),
        new LayerBayes(DATA, some, DATA, "2-relu", Target.LABEL),
        new LayerCodes(DATA, some, "2-relu"),
        new LayerTree(DATA, some, DATA, LayerTree.INPUT, On.NUMBERS, Target.PREDICTION),
        new LocalHomogeneity(DATA, some, List.of(1, 3)),
        new LocalPieces(DATA, some, LocalPieces.Direction.SAMPLE, 0.25, 7),
        new MapHomogeneity(DATA, some, List.of("2-relu"), List.of(2)),
        new MeanMargin(new Margins(DATA, some, Space.input(), DEEP_FOOL)),
        new MarginSummary(new Margins(DATA, some, Space.input(), DEEP_FOOL)),
        new MovedAnswers(DATA, some, Boundary.CROP, 3, 10, -4),
        new AnswerChange(new MovedAnswers(DATA, some, Boundary.CROP, 3, 10, -4)),
        new NeuralCollapse(DATA, some, "1"),
        new PooledDaviesBouldin(DATA, "2-relu", -2),
        new PlaneRegions(DATA, 0, List.of(1, 2, 3), 20),
        new Rescaled<>(0.125, new WeightNorm()),
        new SampledFragmentation(DATA, 0, new Tuples(new int[][] {{1, 2}, {3, 4}}), 50),
        new SampleGeometry(DATA, some),
        new SegmentFragmentation(DATA, 2, new Tuples(new int[][] {{1, 2}, {3, 4}})),
        new Sparsity(DATA, some, "2-relu"),
        new TranslationProfile(
            DATA,
            some,
            List.of("1-relu", "2"),
            Boundary.CIRCULAR,
            5,
            1,
            new Common(Common.Kind.PROJECTION, 7),
            9),
        new Sharpness(DATA, some, 6),
        new TreeTop(DATA, some, "2-relu", Target.PREDICTION, 3, 5),
        new WeightNorm());
  }

  /** Types of components that are known to come back, by the measures tried above. */
  private static final Set<Class<?>> KNOWN =
      Set.of(
          int.class,
          long.class,
          double.class,
          String.class,
          List.class,
          Provenance.class,
          Selection.class,
          Features.class,
          On.class,
          Target.class,
          AlteredMargins.By.class,
          LocalPieces.Direction.class,
          Space.class,
          MarginSolver.class,
          Tuples.class,
          Boundary.class,
          Common.class,
          Margins.class,
          MovedAnswers.class,
          NetworkMeasure.class);

  @Test
  void measuresHoldOnlyWhatIsTriedHere() {
    for (Class<?> measure : Measures.all()) {
      assertThat(measure.getRecordComponents())
          .as("%s", measure)
          .allSatisfy(component -> assertThat(KNOWN).contains(component.getType()));
    }
  }

  @ParameterizedTest
  @MethodSource("measures")
  void measurementsComeBackAsTheyWere(Measure<?> measure) {
    MeasureSpec<?> spec =
        MeasureSpec.of(
            measure,
            Probe.spec(3).after(2),
            Probe.spec(3).untrained(),
            Probe.spec(3).atEnd(),
            new NetworkSource.Kept("0123456789abcdef"),
            new NetworkSource.Imported(Probe.spec(3).architecture(), "fedcba9876543210"));

    String text = SpecFormat.write(spec);

    assertThat(SpecFormat.read(text)).isEqualTo(spec);
    assertThat(SpecFormat.write(SpecFormat.read(text))).isEqualTo(text).doesNotContain("\n");
  }

  @Test
  void trainingsComeBackAsTheyWere() {
    TrainingSpec spec = Probe.spec(7);

    assertThat(SpecFormat.read(SpecFormat.write(spec))).isEqualTo(spec);
    assertThat(SpecFormat.read(SpecFormat.write(spec.epoch(2)))).isEqualTo(spec.epoch(2));
    CourseSpec course = new CourseSpec(spec.atEnd());
    assertThat(SpecFormat.read(SpecFormat.write(course))).isEqualTo(course);
  }

  /** Results are kept under names that follow from these texts. */
  @Test
  void textsAreThoseOfEarlier() {
    MeasureSpec<?> spec =
        MeasureSpec.of(
            new Margins(DATA, Selection.Listed.of(3, 5), Space.parse("pca:2-7"), DEEP_FOOL),
            Probe.spec(3).after(2),
            Probe.spec(3).untrained());

    assertThat(Sha256.of(SpecFormat.write(spec)))
        .isEqualTo("11ee80b6af4f00a1782e00dfbf7e7ca34fc4aa8edba9ce97bee3ecd1d7478a7c");
    assertThat(SpecFormat.tree(spec).toString()).isEqualTo(SpecFormat.write(spec));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "{\"kind\":\"measure-spec\"}",
        "{\"kind\":\"measure-spec\",\"measure\":{\"kind\":\"beauty\"},\"networks\":[]}",
        "{\"kind\":\"measure-spec\",\"measure\":{\"kind\":\"weight-norm\"},\"networks\":null}",
        "{\"kind\":\"measure-spec\",\"measure\":{\"kind\":\"weight-norm\"},\"networks\":[]} x",
        "{\"kind\":\"training-spec\",\"architecture\":{},\"train\":{},\"test\":{},\"training\":{},\"snapshots\":[]}"
      })
  void anythingElseIsOneClearError(String text) {
    assertThatThrownBy(() -> SpecFormat.read(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("spec");
  }
}
