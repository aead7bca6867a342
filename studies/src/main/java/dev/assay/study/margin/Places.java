package dev.assay.study.margin;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import java.util.List;
import java.util.stream.Stream;

/** Makes spaces concrete: cuts networks, takes principal components and total variances. */
final class Places {
  private final Subject subject;
  private final Samples samples;
  private final MarginConfig config;
  private final Context context;
  private final PrincipalComponents components;
  private final Clip clip;

  Places(Subject subject, Samples samples, MarginConfig config, Context context) {
    this.subject = subject;
    this.samples = samples;
    this.config = config;
    this.context = context;
    requireCuts();
    requireTraining();
    requireLinearPieces();
    this.clip = config.clip() ? clip(subject.training()) : null;
    this.components = needsComponents(config) ? components() : null;
    requireComponents();
  }

  /** What is missing in the last space is found before the first is measured. */
  private void requireCuts() {
    config.spaces().forEach(subject::at);
  }

  private void requireTraining() {
    if (config.normalizeHidden()
        && config.spaces().stream().anyMatch(Space.Hidden.class::isInstance)) {
      subject.training();
    }
  }

  private void requireLinearPieces() {
    if (config.solvers().stream().anyMatch(MarginSolver.Bracket.class::isInstance)) {
      subject.input().exact();
    }
  }

  private void requireComponents() {
    for (Space space : spaces()) {
      if (space instanceof Space.Random) {
        directions(space);
      }
      if (space instanceof Space.Components some) {
        components.require(some.last());
      }
    }
  }

  /** The spaces of the configuration, choices made, each once. */
  List<Space> spaces() {
    return config.spaces().stream()
        .flatMap(
            space ->
                space instanceof Space.Choice choice
                    ? choice.among(components).stream()
                    : Stream.of(space))
        .distinct()
        .toList();
  }

  /** Whether the classifier is known to be piecewise linear above every cut. */
  boolean piecewiseLinear() {
    return config.spaces().stream().allMatch(space -> subject.at(space).piecewiseLinear());
  }

  int kneeComponents() {
    return components.kneeComponents();
  }

  int rank() {
    return components.rank();
  }

  Place place(Space space) {
    Cut cut = subject.at(space);
    if (space instanceof Space.Hidden) {
      return hidden(space, cut);
    }
    return new Place(space, cut, samples, directions(space), 1, clip);
  }

  private Directions directions(Space space) {
    return space instanceof Space.Span span
        ? span.directions(samples.length(), () -> components)
        : Directions.all(samples.length());
  }

  private static Clip clip(Dataset training) {
    return Clip.of(training.images(), training.count(), training.sample().intSize());
  }

  private static boolean needsComponents(MarginConfig config) {
    return config.spaces().stream()
        .anyMatch(space -> space instanceof Space.Components || space instanceof Space.Choice);
  }

  private PrincipalComponents components() {
    context.progress().at("principal components", 0, 0, "");
    Dataset training = subject.training();
    return PrincipalComponents.of(
        training.images(), training.count(), samples.length(), context.algebra());
  }

  private Place hidden(Space space, Cut cut) {
    int size = cut.above().input().intSize();
    float[] activations = cut.activations(samples.points(), samples.count());
    double scale = config.normalizeHidden() ? deviation(space, cut) : 1;
    return new Place(space, cut, samples.at(activations, size), Directions.all(size), scale, null);
  }

  /** Square root of the total variance of the activations over the training inputs. */
  private double deviation(Space space, Cut cut) {
    Dataset training = subject.training();
    int count = training.count();
    double total =
        TotalVariance.of(
                cut,
                training,
                done ->
                    context.progress().at("variance at " + space.label(), done, count, "samples"))
            .value();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new BadInputException(
          Text.format(
              "cannot normalise margins at %s: the total variance of its activations over %d"
                  + " training inputs is %s; measure without normalisation",
              space.label(), count, total));
    }
    return Math.sqrt(total);
  }
}
