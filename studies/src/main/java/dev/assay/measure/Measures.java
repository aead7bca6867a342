package dev.assay.measure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The measures that there are. */
public final class Measures {
  private static final List<Class<? extends Measure<?>>> ALL =
      List.of(
          Accuracy.class,
          Alignment.class,
          AlteredMargins.class,
          AnswerChange.class,
          Answers.class,
          ClippedMass.class,
          Clustering.class,
          CodeChange.class,
          ComponentCounts.class,
          CrossEntropy.class,
          Flatness.class,
          FreeClustering.class,
          GradientNoise.class,
          JacobianNorm.class,
          KVariance.class,
          LayerBayes.class,
          LayerCodes.class,
          LayerTree.class,
          LocalHomogeneity.class,
          LocalPieces.class,
          MapHomogeneity.class,
          Margins.class,
          MarginSummary.class,
          MeanMargin.class,
          MovedAnswers.class,
          Mixup.class,
          NeuralCollapse.class,
          Norms.class,
          OutputMargins.class,
          OutputStatistics.class,
          PlaneRegions.class,
          PooledDaviesBouldin.class,
          rescaled(),
          SampleGeometry.class,
          SegmentFragmentation.class,
          SampledFragmentation.class,
          Sharpness.class,
          Sparsity.class,
          TranslationProfile.class,
          TreeTop.class,
          WeightNorm.class);

  private Measures() {}

  public static List<Class<? extends Measure<?>>> all() {
    return ALL;
  }

  /** What a measure is called, for example {@code weight-norm}. */
  public static String name(Class<?> measure) {
    return measure.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /**
   * What determines a measure, or a record that it holds: the values of its components, in order.
   */
  public static List<Object> components(Object measure) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : measure.getClass().getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(measure));
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(
            "a measure is a public record: " + measure.getClass(), e);
      }
    }
    return values;
  }

  /** A class literal knows no type arguments. */
  @SuppressWarnings("unchecked")
  private static Class<? extends Measure<?>> rescaled() {
    return (Class<? extends Measure<?>>) (Class<?>) Rescaled.class;
  }
}
