package dev.assay.paper.missing;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Margins;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.NetworkKind;
import dev.assay.subspace.NearestNeighbours.Neighbourhood;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param networks what kind they are
 * @param trained networks by kind of training set and width
 * @param noisy networks by label noise
 * @param geometry where samples lie
 */
record Findings(
    Size scale,
    NetworkKind networks,
    List<Draw> draws,
    List<Trained> trained,
    List<Noisy> noisy,
    List<Geometry> geometry) {
  /** Of distances in input space: Euclidean, where pixels run from 0, black, to 1. */
  static final String UNIT = "L2, pixels 0 to 1";

  /** What is done to the training set. */
  enum Treatment {
    CLEAN("clean data"),
    LABEL("wrong labels"),
    GAUSSIAN("Gaussian inputs");

    private final String words;

    Treatment(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * What one seed draws.
   *
   * @param sets one training set for each kind
   * @param clean samples that are clean in all of them
   * @param corrupted for each kind samples that are corrupted
   */
  record Draw(long seed, List<Dataset> sets, int[] clean, List<int[]> corrupted) {
    Dataset set(Treatment kind) {
      return sets.get(kind.ordinal());
    }

    int[] corrupted(Treatment kind) {
      return corrupted.get(kind.ordinal());
    }
  }

  /**
   * Whether test samples are classified as labelled, and how well training samples are fitted.
   *
   * @param test for each test sample 1 if it is, 0 if not
   */
  record Fit(double train, double[] test) {}

  /** A network and the margins of its training samples. */
  record Trained(
      Draw draw,
      Treatment kind,
      int width,
      Fit fit,
      Margins.OfSamples clean,
      Margins.OfSamples corrupted) {}

  /** A network that was trained with so much label noise. */
  record Noisy(Draw draw, double noise, Fit fit, Margins.OfSamples clean) {}

  /** Where samples lie among all training samples. */
  record Geometry(
      Draw draw, Treatment kind, List<Neighbourhood> clean, List<Neighbourhood> corrupted) {}

  List<Long> seeds() {
    return draws.stream().map(Draw::seed).toList();
  }

  int largest() {
    return scale.widths().get(scale.widths().size() - 1);
  }

  List<Trained> trained(Treatment kind, int width) {
    return trained.stream().filter(t -> t.kind() == kind && t.width() == width).toList();
  }

  /** Groups of measured samples, those of the largest networks last. */
  List<Fitted> groups() {
    List<Fitted> groups = new ArrayList<>();
    for (int width : scale.widths()) {
      for (Treatment kind : Treatment.values()) {
        groups.add(group("clean samples", kind, width, Trained::clean));
        if (kind != Treatment.CLEAN) {
          groups.add(group("corrupted samples", kind, width, Trained::corrupted));
        }
      }
    }
    return groups;
  }

  private Fitted group(
      String samples, Treatment kind, int width, Function<Trained, Margins.OfSamples> margins) {
    List<Margins.OfSamples> of = trained(kind, width).stream().map(margins).toList();
    return new Fitted(
        Text.format("%s, trained with %s, %s", samples, kind.words(), networks.sized(width)),
        width,
        of.stream().map(m -> m.values().length).toList(),
        of.stream().map(m -> m.samples().length).toList());
  }

  /** Groups of which too little is fitted to say anything. */
  List<Fitted> few() {
    return groups().stream().filter(Fitted::isFew).toList();
  }

  /** Groups of which the largest networks do not fit everything. */
  List<Fitted> left() {
    return groups().stream().filter(g -> g.width() == largest() && !g.isWhole()).toList();
  }

  /**
   * The largest networks fit samples of all groups, or there is nothing to compare.
   *
   * @throws BadInputException that names the groups missing
   */
  Findings fitted(String data) {
    List<String> missing = left().stream().filter(Fitted::isMissing).map(Fitted::toString).toList();
    if (!missing.isEmpty()) {
      throw new BadInputException(
          Text.format(
              "data set %s: statements are about fitted samples, and the largest %s fit none of"
                  + " some group: %s; take larger networks (--scale full, or of another kind) or"
                  + " other data",
              data, networks.networks(), String.join("; ", missing)));
    }
    return this;
  }

  private List<double[]> of(Treatment kind, int width, Function<Trained, double[]> values) {
    return trained(kind, width).stream().map(values).toList();
  }

  List<double[]> clean(Treatment kind, int width) {
    return of(kind, width, t -> t.clean().values());
  }

  List<double[]> corrupted(Treatment kind, int width) {
    return of(kind, width, t -> t.corrupted().values());
  }

  /** All measured samples of a network; there are as many of each group as were asked for. */
  List<double[]> all(Treatment kind, int width) {
    return of(
        kind,
        width,
        t ->
            DoubleStream.concat(
                    DoubleStream.of(t.clean().values()), DoubleStream.of(t.corrupted().values()))
                .toArray());
  }

  List<double[]> tests(Treatment kind, int width) {
    return of(kind, width, t -> t.fit().test());
  }

  List<Geometry> geometry(Treatment kind) {
    return geometry.stream().filter(g -> g.kind() == kind).toList();
  }

  /**
   * For each seed, how the margins of clean samples differ from those in a clean network, where
   * both networks fit them, and a third one, too.
   */
  List<double[]> marginChanges(Treatment kind, Treatment alsoFitted, int width) {
    List<double[]> changes = new ArrayList<>();
    for (int s = 0; s < seeds().size(); s++) {
      Margins.OfSamples a = trained(kind, width).get(s).clean();
      Margins.OfSamples b = trained(Treatment.CLEAN, width).get(s).clean();
      Margins.OfSamples c = trained(alsoFitted, width).get(s).clean();
      changes.add(
          IntStream.range(0, a.samples().length)
              .filter(i -> a.usable(i) && b.usable(i) && c.usable(i))
              .mapToDouble(i -> a.distances()[i] - b.distances()[i])
              .toArray());
    }
    return changes;
  }
}
