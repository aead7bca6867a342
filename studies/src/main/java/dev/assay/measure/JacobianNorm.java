package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;

/**
 * How much the logits change with the input: the Frobenius norm of the Jacobian, {@code √(Σ_k
 * ‖∂f_k/∂x‖²)}, mean over some samples. Source: Novak, Bahri, Abolafia, Pennington and
 * Sohl-Dickstein 2018, "Sensitivity and generalization in neural networks: an empirical study",
 * section 3, with logits in place of probabilities, as the starting kit of PGDL takes them.
 */
public record JacobianNorm(Provenance data, Selection samples)
    implements NetworkMeasure<JacobianNorm.Found> {

  /** The mean. */
  public record Found(double value) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset all = bench.data(data);
    Dataset measured = all.select(samples.of(all));
    Classifier classifier = network.classifier();
    int size = measured.sample().intSize();
    float[] input = new float[size];
    float[] logits = new float[classifier.classes()];
    float[] jacobian = new float[logits.length * size];
    double sum = 0;
    for (int i = 0; i < measured.count(); i++) {
      measured.copy(i, input, 0);
      classifier.jacobian(input, 1, logits, jacobian);
      double squares = 0;
      for (float value : jacobian) {
        squares += (double) value * value;
      }
      sum += Math.sqrt(squares);
    }
    return new Found(sum / measured.count());
  }
}
