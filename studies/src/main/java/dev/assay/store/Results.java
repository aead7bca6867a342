package dev.assay.store;

/** Where results are read from: a {@link Runner}, which makes what is not there, or a file. */
public interface Results {

  <R extends Record> R get(ValueSpec<R> spec);
}
