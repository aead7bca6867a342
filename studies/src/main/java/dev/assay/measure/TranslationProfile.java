package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Interpolation;
import dev.assay.study.translation.PlaceMap;
import dev.assay.study.translation.ShiftGrid;
import dev.assay.study.translation.Translations;
import java.util.Arrays;
import java.util.List;

/**
 * How alike what a network makes of some samples is to what it makes of them, moved: by the length
 * of the move, and on average; see {@link PlaceMap}.
 *
 * @param cuts names of hidden cuts, from below; logits and softmax are looked at in any case
 * @param range pixels, on either axis
 * @param step pixels between two moves
 * @param seed of the projection, and of the samples of other classes
 */
public record TranslationProfile(
    Provenance data,
    Selection samples,
    List<String> cuts,
    Boundary boundary,
    int range,
    int step,
    Common common,
    long seed)
    implements NetworkMeasure<TranslationProfile.Found> {

  public TranslationProfile {
    cuts = List.copyOf(cuts);
  }

  /** All moves. */
  public ShiftGrid grid() {
    return new ShiftGrid(range, step);
  }

  /**
   * What was found.
   *
   * @param changed share of samples that get another class, mean over moves of each radius
   */
  public record Found(List<Profile> profiles, double[] changed) {
    public Found {
      profiles = List.copyOf(profiles);
    }

    /**
     * The profile of a place.
     *
     * @param raw of its own dimension, else of the common one, where it has that as it is, too
     */
    public Profile at(String place, boolean raw) {
      List<Profile> there = profiles.stream().filter(p -> p.place.equals(place)).toList();
      return raw ? there.get(0) : there.get(there.size() - 1);
    }
  }

  /**
   * Of one place.
   *
   * @param raw whether it is as it is, else reduced to the common dimension
   * @param map mean cosine of each move, row by row from the highest
   * @param cosines by radius 0 … range; NaN where no move is of about this length
   * @param distances Euclidean, by radius
   * @param square mean cosine over all moves but none: MCS of the range
   * @param disc mean over those no longer than the range
   * @param floor mean cosine with samples of other classes; NaN where there are none
   * @param apart mean distance from them
   * @param zeros pairs in which a vector was zero, so that the cosine is a convention
   */
  public record Profile(
      String place,
      int dimension,
      boolean raw,
      double[] map,
      double[] cosines,
      double[] distances,
      double square,
      double disc,
      double floor,
      double apart,
      long zeros) {

    /** A cosine with the floor taken for 0: {@code (cos − c0) / (1 − c0)}. */
    public double corrected(double cosine) {
      return (cosine - floor) / (1 - floor);
    }
  }

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    ShiftGrid grid = grid();
    Translations.Found found =
        new Translations(new NetworkSubject(network, from), some, cuts)
            .maps(grid, boundary, Interpolation.BILINEAR, common, seed, Progress.NONE);
    return new Found(
        found.maps().stream().map(map -> profile(map, grid)).toList(),
        grid.byRadius(found.changed()));
  }

  private static Profile profile(PlaceMap map, ShiftGrid grid) {
    return new Profile(
        map.aspect().place().name(),
        map.aspect().dimension(),
        map.aspect().raw(),
        map.cosine(),
        grid.byRadius(map.cosine()),
        grid.byRadius(map.distance()),
        mean(map.square()),
        mean(map.disc()),
        mean(map.floor()),
        map.apart(),
        map.zeros());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
