package dev.assay.study.margin;

import dev.assay.io.BadInputException;

/** A way to find the distance to the boundary. */
public sealed interface MarginSolver {

  /**
   * A point lies on the boundary, and the search that found it converged, up to this residual
   * relative to the range of the sample's logits.
   */
  double ON_BOUNDARY = 1e-3;

  /** Short name, for tables. */
  String label();

  /**
   * The first-order (Taylor) margin: {@code min_{j≠i} (f_i − f_j) / ‖Pᵀ(∇f_i − ∇f_j)‖}, the
   * distance to the nearest boundary of the network's linearisation at the sample; equation (5) of
   * "Input margins can predict generalization too" (Mouton, Theunissen, Davel 2024), for P = I the
   * margin of Jiang et al. 2019. Exact for linear classifiers; otherwise an estimate, neither an
   * upper nor a lower bound. One more forward pass looks at the point it names and tells the
   * residual.
   *
   * @param tolerance relative residual up to which the estimate is called converged
   */
  record FirstOrder(double tolerance) implements MarginSolver {
    public FirstOrder {
      positive(tolerance, "tolerance of the first-order solver");
    }

    /** The tolerance of all solvers. */
    public static FirstOrder standard() {
      return new FirstOrder(ON_BOUNDARY);
    }

    @Override
    public String label() {
      return "first-order";
    }
  }

  /**
   * Equality-seeking DeepFool (Moosavi-Dezfooli et al. 2016; Algorithm 1 of "Input margins can
   * predict generalization too"): damped Newton steps to the nearest linearised boundary, signed,
   * so that they return after crossing it; then bisection on the segment that crosses, so that the
   * point found lies on the boundary and its distance is an upper bound of the margin.
   *
   * <p>Gradients of classes whose boundaries are several times as far as the nearest are not
   * computed anew at each step, which leaves the steps as they would be unless such a gradient
   * grows as many times within a step.
   *
   * <p>The stop is relative, {@code ‖last step‖ ≤ stop · d}. The paper's absolute one (believed to
   * be 0.01) ends about {@code (1 − γ)/γ · 0.01 = 0.03} short of the boundary: nothing for margins
   * of several units, wrong for small ones. Damping is needed, not cosmetic: full steps oscillate
   * on well-fitted ReLU networks.
   *
   * @param damping γ, share of the full step that is taken, in (0, 1]
   * @param stop length of a step, relative to the distance, that ends the iteration
   * @param maxIterations gradient evaluations at most
   * @param bisection length of the last segment relative to the distance
   */
  record DeepFool(double damping, double stop, int maxIterations, double bisection)
      implements MarginSolver {
    public DeepFool {
      positive(damping, "damping of the iterative solver");
      positive(stop, "stop of the iterative solver");
      positive(maxIterations, "iterations of the iterative solver");
      positive(bisection, "bisection tolerance of the iterative solver");
      if (damping > 1) {
        throw new BadInputException(
            "damping of the iterative solver: expected at most 1, got " + damping);
      }
    }

    /** γ = 0.25, stop at 10⁻³, 100 iterations, bisection to 10⁻⁵. */
    public static DeepFool standard() {
      return new DeepFool(0.25, 1e-3, 100, 1e-5);
    }

    @Override
    public String label() {
      return "iterative";
    }
  }

  /**
   * The nearest of several searches, each of which starts from what those before have found:
   * equality-seeking DeepFool; a search over directions whose turns shrink (as in DDN, Rony et al.
   * 2019, with the length by Newton steps and turns that have inertia), towards each near class,
   * and once more from the best, or from two that are about as good, with larger turns; polishing,
   * which projects the sample onto the boundary's local piece and looks along that direction (Croce
   * and Hein; Jordan et al. 2019). In few dimensions, and where nothing was found, walks both ways
   * along each direction; in one dimension they are all there is, and exact for piecewise-linear
   * networks. A distance is that of a point on the boundary: an upper bound, never above
   * DeepFool's.
   */
  record Nearest(DeepFool deepFool) implements MarginSolver {

    /** With the standard DeepFool. */
    public static Nearest standard() {
      return new Nearest(DeepFool.standard());
    }

    @Override
    public String label() {
      return "nearest";
    }
  }

  /**
   * A bracket: {@link Nearest}'s point, improved by exact walks, above; a certified bound below. In
   * one and two dimensions the two meet, up to rounding and within the budget. For piecewise-linear
   * networks and subspaces of at most {@value #LARGEST} dimensions.
   *
   * @param budget cells, or in two dimensions polygons, to bound for each sample at most
   * @param tolerance relative width at which a bracket is narrow enough, in more than two
   *     dimensions
   * @param seconds of {@link dev.assay.geometry.Effort} for each sample at most; infinite for any
   *     number
   */
  record Bracket(DeepFool deepFool, int budget, double tolerance, double seconds)
      implements MarginSolver {
    static final int LARGEST = 64;

    public Bracket {
      positive(budget, "budget of the bracket solver");
      positive(tolerance, "tolerance of the bracket solver");
      if (!(seconds > 0)) {
        throw new BadInputException(
            "time of the bracket solver: expected a positive number of seconds, got " + seconds);
      }
      if (tolerance >= 1) {
        throw new BadInputException(
            "tolerance of the bracket solver: expected less than 1, got " + tolerance);
      }
    }

    /** With the standard DeepFool, 1,000 cells and a tolerance of 0.08. */
    public static Bracket standard() {
      return new Bracket(DeepFool.standard(), 1000, 0.08, Double.POSITIVE_INFINITY);
    }

    @Override
    public String label() {
      return "bracket";
    }
  }

  private static void positive(double value, String what) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new BadInputException(what + ": expected a positive number, got " + value);
    }
  }
}
