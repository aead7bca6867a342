package dev.assay.study;

/**
 * A measurement on classifiers. The author of a study writes this and a configuration record: it
 * reads no files, knows no flags and prints nothing.
 *
 * @param <C> the configuration, usually a record
 */
@FunctionalInterface
public interface Study<C> {

  Report run(Context context, C config);
}
