package dev.assay.study.margin;

import dev.assay.study.Plot;
import dev.assay.study.SampleTags;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.margin.Margin.Status;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The margins of all samples in one space with one solver.
 *
 * @param target the only class whose boundary counts, −1 for all
 * @param scale what distances are divided by to give margins
 * @param margins in the order of the samples
 */
record Measurement(
    Space space, String solver, int target, double scale, Samples samples, List<Margin> margins) {

  String label() {
    return space.label();
  }

  boolean hidden() {
    return space instanceof Space.Hidden;
  }

  /** Whether the directions are the leading principal components. */
  boolean leading() {
    return space instanceof Space.Components some && some.first() == 1;
  }

  boolean constrained() {
    return space instanceof Space.Components;
  }

  /** Number of principal components, 0 for all directions. */
  int components() {
    return space instanceof Space.Components some ? some.count() : 0;
  }

  /** Distance divided by the scale. */
  double margin(int i) {
    return margins.get(i).distance() / scale;
  }

  String group(int i) {
    return samples.groups().get(i);
  }

  /** Whether statistics may use a margin. */
  boolean usable(int i, boolean correctOnly) {
    Margin margin = margins.get(i);
    return margin.status() == Status.OK && (margin.correct() || !correctOnly);
  }

  /** Positions of a group's samples; null for all. */
  int[] positions(String group) {
    return IntStream.range(0, margins.size())
        .filter(i -> group == null || group(i).equals(group))
        .toArray();
  }

  /** The margins of a group that statistics may use. */
  double[] values(String group, boolean correctOnly) {
    return IntStream.of(positions(group))
        .filter(i -> usable(i, correctOnly))
        .mapToDouble(this::margin)
        .toArray();
  }

  /** The same as a group of a figure. */
  Plot.Sample sample(String name, String group, boolean correctOnly, SampleTags tags) {
    int[] used = IntStream.of(positions(group)).filter(i -> usable(i, correctOnly)).toArray();
    return new Plot.Sample(name, values(group, correctOnly), tags(used, tags));
  }

  /** What samples at some positions are. */
  List<Plot.Tag> tags(int[] positions, SampleTags tags) {
    return tags.of(IntStream.of(positions).map(i -> samples.indices()[i]).toArray());
  }

  /** Margins of some samples relative to another solver's, of those that both have. */
  double[] ratios(Measurement other, int[] positions, boolean correctOnly) {
    return IntStream.of(positions)
        .filter(i -> usable(i, correctOnly) && other.usable(i, correctOnly))
        .filter(i -> other.margin(i) > 0)
        .mapToDouble(i -> margin(i) / other.margin(i))
        .toArray();
  }

  /** Positions that statistics may use. */
  int[] used(boolean correctOnly) {
    return samples.positionsWhere(i -> usable(i, correctOnly));
  }

  /** Positions of samples that statistics would use, had they a distance. */
  int[] without(boolean correctOnly) {
    return samples.positionsWhere(
        i ->
            margins.get(i).status() != Status.OK
                && margins.get(i).predicted() >= 0
                && (margins.get(i).correct() || !correctOnly));
  }

  /** Number of samples that statistics lack. */
  int failed(boolean correctOnly) {
    return without(correctOnly).length;
  }

  /** What stands beside a mean or median: nothing where all samples have a distance. */
  String lacking(boolean correctOnly) {
    int failed = failed(correctOnly);
    return failed == 0 ? "" : " (" + failed + " without a distance left out)";
  }

  boolean bracketed() {
    return margins.stream().anyMatch(margin -> !Double.isNaN(margin.lower()));
  }

  /** Relative widths of the brackets that statistics may use. */
  double[] gaps(boolean correctOnly) {
    return IntStream.of(used(correctOnly)).mapToDouble(i -> margins.get(i).gap()).toArray();
  }

  /** Certified bounds from below that statistics may use. */
  double[] lower(boolean correctOnly) {
    return IntStream.of(used(correctOnly)).mapToDouble(i -> margins.get(i).lower()).toArray();
  }

  int count(Status status) {
    return (int) margins.stream().filter(margin -> margin.status() == status).count();
  }
}
