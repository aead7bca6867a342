package dev.assay.sweep;

import java.util.Map;

/**
 * What came of a cell.
 *
 * @param train accuracy on the training samples
 * @param test accuracy on the test samples
 * @param values of the predictors, by name; null for one that is not defined
 */
record Outcome(double train, double test, Map<String, Double> values) {
  double gap() {
    return train - test;
  }
}
