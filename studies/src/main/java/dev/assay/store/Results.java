package dev.assay.store;

import java.util.Optional;

/** Where results are read from: a {@link Runner}, which makes what is not there, or a file. */
public interface Results {

  <R extends Record> R get(ValueSpec<R> spec);

  /** How long it took to make a result, wherever that was; empty where it is not known. */
  Optional<Effort> effort(ValueSpec<?> spec);
}
