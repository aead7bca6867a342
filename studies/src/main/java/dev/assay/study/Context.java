package dev.assay.study;

import dev.assay.algebra.LinearAlgebra;

/**
 * What a study may use besides its subject: the seed of its random choices, where to tell its
 * progress, and linear algebra.
 */
public record Context(long seed, Progress progress, LinearAlgebra algebra) {

  /** Silent, with the fastest linear algebra that runs here. */
  public static Context of(long seed) {
    return new Context(seed, Progress.NONE, LinearAlgebra.best());
  }

  public Context with(Progress listener) {
    return new Context(seed, listener, algebra);
  }

  public Context with(LinearAlgebra other) {
    return new Context(seed, progress, other);
  }
}
