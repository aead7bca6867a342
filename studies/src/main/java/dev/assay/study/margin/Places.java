package dev.assay.study.margin;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Makes spaces concrete: cuts networks, takes principal components and total variances. */
final class Places {
  private static final int CHUNK = 256;

  private final Subject subject;
  private final Samples samples;
  private final MarginConfig config;
  private final Progress progress;
  private final PrincipalComponents components;
  private final Clip clip;

  Places(
      Subject subject,
      Samples samples,
      MarginConfig config,
      LinearAlgebra algebra,
      Progress progress) {
    this.subject = subject;
    this.samples = samples;
    this.config = config;
    this.progress = progress;
    requireCuts();
    requireLinearPieces();
    this.clip =
        config.clip()
            ? Clip.of(subject.training(), subject.trainingCount(), samples.length())
            : null;
    this.components = needsComponents(config) ? components(algebra) : null;
    requireComponents();
  }

  /** What is missing in the last space is found before the first is measured. */
  private void requireCuts() {
    for (Space space : config.spaces()) {
      if (space instanceof Space.Hidden hidden) {
        subject.hidden(hidden.cut());
      }
    }
  }

  private void requireLinearPieces() {
    if (config.solvers().stream().anyMatch(MarginSolver.Bracket.class::isInstance)) {
      subject.exact();
    }
  }

  private void requireComponents() {
    for (Space space : spaces()) {
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

  int kneeComponents() {
    return components.kneeComponents();
  }

  int rank() {
    return components.rank();
  }

  Place place(Space space) {
    if (space instanceof Space.Hidden hidden) {
      return hidden(hidden);
    }
    Directions directions =
        space instanceof Space.Components some
            ? components.span(some.first(), some.last())
            : Directions.all(samples.length());
    return new Place(
        space, subject.network(), samples, directions, 1, clip, new SecondOpinion(subject::exact));
  }

  private static boolean needsComponents(MarginConfig config) {
    return config.spaces().stream()
        .anyMatch(space -> space instanceof Space.Components || space instanceof Space.Choice);
  }

  private PrincipalComponents components(LinearAlgebra algebra) {
    progress.at("principal components", 0, 0, "");
    return PrincipalComponents.of(
        subject.training(), subject.trainingCount(), samples.length(), algebra);
  }

  private Place hidden(Space.Hidden space) {
    Subject.Hidden hidden = subject.hidden(space.cut());
    int size = hidden.suffix().input().intSize();
    float[] activations = hidden.activations(samples.points(), samples.count());
    double scale = config.normalizeHidden() ? deviation(space, hidden, size) : 1;
    return new Place(
        space,
        hidden.suffix(),
        samples.at(activations, size),
        Directions.all(size),
        scale,
        null,
        new SecondOpinion(hidden::exact));
  }

  /** Square root of the total variance of the activations over the training inputs. */
  private double deviation(Space.Hidden space, Subject.Hidden hidden, int size) {
    TotalVariance variance = new TotalVariance(size);
    int count = subject.trainingCount();
    int length = samples.length();
    for (int from = 0; from < count; from += CHUNK) {
      int rows = Math.min(CHUNK, count - from);
      float[] inputs =
          Arrays.copyOfRange(subject.training(), from * length, (from + rows) * length);
      variance.add(hidden.activations(inputs, rows), rows);
      progress.at("variance at " + space.label(), from + rows, count, "samples");
    }
    double total = variance.value();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new BadInputException(
          Text.format(
              "cannot normalise margins at %s: the total variance of its activations over %d training"
                  + " inputs is %s; measure without normalisation",
              space.label(), count, total));
    }
    return Math.sqrt(total);
  }
}
