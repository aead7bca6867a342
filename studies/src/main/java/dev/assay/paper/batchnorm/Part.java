package dev.assay.paper.batchnorm;

import dev.assay.study.representation.Halves;

/** Which samples something is of. */
enum Part {
  ALL,
  FIRST_HALF,
  SECOND_HALF;

  <T> T of(Halves<T> halves) {
    return switch (this) {
      case ALL -> halves.all();
      case FIRST_HALF -> halves.first();
      case SECOND_HALF -> halves.second();
    };
  }
}
