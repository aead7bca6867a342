package dev.assay.sweep;

import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Accuracy;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Trained;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.Runner;
import dev.assay.store.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a cell.
 *
 * @param train accuracy on the training samples
 * @param test accuracy on the test samples
 * @param shifted accuracy on the shifted test samples; null where there are none
 * @param values of the predictors, by name; null for one that is not defined
 */
record Outcome(double train, double test, Double shifted, Map<String, Double> values) {

  /** Trains the network of a cell and takes what predictors say of it. */
  static Outcome of(SweepCell cell, List<Predictor> predictors, Runner runner) {
    TrainingSpec training = cell.training();
    Trained trained =
        new Trained(
            training.architecture(),
            training.atEnd(),
            training.untrained(),
            runner.bench().data(training.train()),
            training.training().seed());
    double train = accuracy(training, training.train(), runner);
    double test = accuracy(training, training.test(), runner);
    Double shifted =
        cell.shifted() == null ? null : Double.valueOf(accuracy(training, cell.shifted(), runner));
    Map<String, Double> values = new LinkedHashMap<>();
    for (Predictor predictor : predictors) {
      values.put(predictor.name(), value(predictor, trained, runner));
    }
    return new Outcome(train, test, shifted, values);
  }

  private static double accuracy(TrainingSpec training, Provenance samples, Runner runner) {
    return runner.get(MeasureSpec.of(new Accuracy(samples), training.atEnd())).value();
  }

  /** Null where it is not defined. */
  private static Double value(Predictor predictor, Trained trained, Runner runner) {
    Planned<Double> planned;
    try {
      planned = predictor.value().apply(trained);
    } catch (BadInputException e) {
      return null; // it does not apply to such a network
    }
    double value = planned.read(runner);
    return Double.isFinite(value) ? value : null;
  }

  double gap() {
    return train - test;
  }

  /** Null where there are no shifted test samples. */
  Double shiftedGap() {
    return shifted == null ? null : Double.valueOf(train - shifted);
  }
}
