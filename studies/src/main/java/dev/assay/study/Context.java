package dev.assay.study;

import dev.assay.nn.Classifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every study is given: the classifiers it looks at, by name and in order, the seed of its
 * random choices, and where to tell its progress.
 */
public record Context(Map<String, Classifier> classifiers, long seed, Progress progress) {

  public Context {
    if (classifiers.isEmpty()) {
      throw new IllegalArgumentException("a study needs at least one classifier");
    }
    classifiers = Collections.unmodifiableMap(new LinkedHashMap<>(classifiers));
  }

  /** One classifier, silent. */
  public static Context of(Classifier classifier, long seed) {
    return new Context(Map.of("network", classifier), seed, Progress.NONE);
  }

  public Context with(Progress listener) {
    return new Context(classifiers, seed, listener);
  }

  /** The first classifier: the only one, in a study of one network. */
  public Classifier classifier() {
    return classifiers.values().iterator().next();
  }
}
