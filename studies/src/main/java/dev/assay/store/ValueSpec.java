package dev.assay.store;

/**
 * What comes out as a few numbers: it is kept as JSON, in a store and in an {@link Archive}.
 *
 * @param <R> the result
 */
public sealed interface ValueSpec<R extends Record> extends Spec<R>
    permits MeasureSpec, EpochSpec, CourseSpec {

  Class<R> result();
}
