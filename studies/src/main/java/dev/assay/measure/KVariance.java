package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.margin.TotalVariance;
import dev.assay.study.representation.Representation;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the activations of a class are from each other, by optimal transport: the exact
 * Wasserstein distance W₁ between two random halves of its samples, with the Euclidean distance as
 * cost, mean over classes by their shares. In units of the deviation of the activations over the
 * data, as hidden margins are. Source: Chuang, Mroueh, Greenewald, Torralba and Jegelka 2021,
 * "Measuring generalization with optimal transport" (k-variance, Solomon, Greenewald and Nagaraja
 * 2020).
 *
 * @param cut the name of a hidden cut
 * @param seed of the halves
 */
public record KVariance(Provenance data, Selection samples, String cut, long seed)
    implements NetworkMeasure<KVariance.Found> {

  /** The mean; NaN where no class has two of the samples. */
  public record Found(double value) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset all = bench.data(data);
    Activations at = Activations.of(network, bench, data, samples, cut);
    double deviation = Math.sqrt(TotalVariance.of(at.cut(), all, done -> {}).value());
    Representation found = at.found();
    double sum = 0;
    int counted = 0;
    for (int label = 0; label < all.classes(); label++) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < found.count(); i++) {
        if (found.labels()[i] == label) {
          own.add(i);
        }
      }
      int half = own.size() / 2;
      if (half > 0) {
        int[] order =
            Streams.permutation(Streams.key(Streams.key(seed, "halves"), label), own.size());
        double[][] costs = new double[half][half];
        for (int i = 0; i < half; i++) {
          for (int j = 0; j < half; j++) {
            costs[i][j] = distance(found, own.get(order[i]), own.get(order[half + j]));
          }
        }
        sum += own.size() * Assignment.cost(costs) / half;
        counted += own.size();
      }
    }
    return new Found(counted == 0 ? Double.NaN : sum / counted / deviation);
  }

  private static double distance(Representation of, int i, int j) {
    double squares = 0;
    for (int u = 0; u < of.units(); u++) {
      double difference =
          (double) of.values()[i * of.units() + u] - of.values()[j * of.units() + u];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}
