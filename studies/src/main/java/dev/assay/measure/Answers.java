package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.train.Evaluation;
import java.util.Arrays;

/** Which samples a network classifies as labelled. */
public record Answers(Provenance data) implements NetworkMeasure<Answers.Right> {

  /**
   * Sample by sample.
   *
   * @param right 1 if it is, 0 if not
   */
  public record Right(double[] right) {
    public double share() {
      return Arrays.stream(right).average().orElseThrow();
    }
  }

  @Override
  public Class<Right> result() {
    return Right.class;
  }

  @Override
  public Right of(Network network, Bench bench) {
    Dataset samples = bench.data(data);
    int classes = samples.classes();
    float[] logits = network.logits(samples.images(), samples.count());
    double[] right = new double[samples.count()];
    Arrays.setAll(
        right, i -> Evaluation.argmax(logits, i * classes, classes) == samples.label(i) ? 1 : 0);
    return new Right(right);
  }
}
