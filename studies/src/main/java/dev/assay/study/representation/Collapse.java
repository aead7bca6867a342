package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;
import java.util.Optional;

/**
 * Neural collapse: how far a representation is from one point for each class, the points at equal
 * distances and angles, the rows of the last linear layer along them (Papyan, Han and Donoho 2020).
 * With the means μ_c of the K classes that have samples, their mean μ and {@code M = [μ_c − μ]}; 0
 * is collapse in all. NaN is what is not defined; see the status.
 *
 * @param variability NC1: {@code tr (S_w S_b⁺)} with {@code S_w = Σ (h − μ_c)(h − μ_c)ᵀ / N} and
 *     the pseudo-inverse of {@code S_b = M Mᵀ / K}; not divided by K, as in the authors' program
 * @param equinorm NC2: standard deviation (of K − 1) of ‖μ_c − μ‖ over its mean
 * @param equiangularity NC2: mean over pairs of classes of {@code |cos ∠(μ_c − μ, μ_d − μ) + 1 / (K
 *     − 1)|}
 * @param rowEquinorm the same of the rows of the last linear layer, which are not centred
 * @param rowEquiangularity the same of the rows
 * @param duality NC3: {@code ‖Wᵀ / ‖W‖ − M / ‖M‖‖²} in Frobenius norms, 0 to 4
 * @param disagreement NC4: share of samples for which the network does not say the class of the
 *     nearest mean (the first of equally near ones)
 */
public record Collapse(
    Status status,
    double variability,
    double equinorm,
    double equiangularity,
    double rowEquinorm,
    double rowEquiangularity,
    double duality,
    double disagreement) {

  /** What is not defined, and why; the first that is true. */
  public enum Status {
    OK,
    /** Nothing: an activation or a weight is not finite. */
    NOT_FINITE,
    /** Nothing: there are not two classes. */
    ONE_CLASS,
    /** Nothing: all classes have the same mean. */
    COINCIDENT,
    /** Angles of means: that of one class is the mean of all. */
    CENTRED,
    /** What is of the last linear layer: what is above the cut is not affine. */
    NOT_LAST,
    /** What is of the last linear layer: a class has no sample. */
    CLASS_MISSING,
    /** Angles of rows: all weights of a class are zero. */
    ZERO_ROW
  }

  /** Of a norm: what is less is rounding. */
  private static final double ROUNDING = 1e-12;

  /** Measures. */
  public static Collapse of(Representation of, Optional<Readout> readout, LinearAlgebra algebra) {
    if (!of.finite() || !readout.map(Readout::finite).orElse(true)) {
      return nothing(Status.NOT_FINITE);
    } else if (of.classes() < 2) {
      return nothing(Status.ONE_CLASS);
    }
    Centroids centroids = new Centroids(of, of.sizes());
    Frame means = new Frame(centroids.deviations(), ROUNDING * centroids.longest());
    if (means.vanishes()) {
      return nothing(Status.COINCIDENT);
    }
    Deviations deviations = new Deviations(of, centroids, means, algebra);
    Optional<Readout> last = readout.filter(found -> found.classes() == means.count());
    Optional<Frame> rows = last.map(found -> new Frame(found.rows(), 0));
    double none = Double.NaN;
    return new Collapse(
        status(means, readout, rows),
        deviations.variability(),
        means.equinorm(),
        means.equiangularity(),
        rows.map(Frame::equinorm).orElse(none),
        rows.map(Frame::equiangularity).orElse(none),
        rows.map(found -> found.distance(means)).orElse(none),
        last.map(found -> deviations.disagreement(found.predictions())).orElse(none));
  }

  private static Status status(Frame means, Optional<Readout> readout, Optional<Frame> rows) {
    if (means.incomplete()) {
      return Status.CENTRED;
    } else if (readout.isEmpty()) {
      return Status.NOT_LAST;
    } else if (rows.isEmpty()) {
      return Status.CLASS_MISSING;
    }
    return rows.get().incomplete() ? Status.ZERO_ROW : Status.OK;
  }

  /** Memory that this takes, at most, besides the activations and the readout. */
  static long bytes(int count, int units, int classes) {
    return Centroids.bytes(units, 3 * classes) + Deviations.bytes(count, units, classes);
  }

  private static Collapse nothing(Status why) {
    double none = Double.NaN;
    return new Collapse(why, none, none, none, none, none, none, none);
  }
}
