package dev.assay.store;

import java.util.List;

/**
 * What is to be made, told in full: {@link SpecFormat} writes it as JSON, and any machine with this
 * program and the data makes the same from that. A trained network, or something that is taken of
 * networks.
 *
 * @param <T> what it is once it is read
 */
public sealed interface Spec<T> permits TrainingSpec, ValueSpec {

  /** What must be there before it can be made. */
  List<? extends Spec<?>> needs();

  /** The place of the result in a store, and how it comes there. */
  Cell<T> cell(Runner runner);
}
