package dev.assay.reproduction;

import dev.assay.data.Provenance;
import dev.assay.measure.Accuracy;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;

/**
 * How well a network does.
 *
 * @param train accuracy on the training samples
 * @param test accuracy on the test samples
 */
public record Performance(double train, double test) {

  public static Planned<Performance> of(NetworkSource network, Provenance train, Provenance test) {
    return Planned.of(MeasureSpec.of(new Accuracy(train), network))
        .with(
            Planned.of(MeasureSpec.of(new Accuracy(test), network)),
            (fitted, found) -> new Performance(fitted.value(), found.value()));
  }

  /** The generalisation gap. */
  public double gap() {
    return train - test;
  }
}
