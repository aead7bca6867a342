package dev.assay.peers;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Space;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.train.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A checkpoint and correctly classified test samples of its data set. */
final class MarginSetting {
  private static final int CHUNK = 256;

  private final Path file;
  private final Checkpoint checkpoint;
  private final DataSource source;
  private final String data;
  private final int threads;
  private final Dataset samples;

  /**
   * @param given the checkpoint or the folder of a training run
   * @param count samples at most
   */
  MarginSetting(Path given, int count, long seed, int threads) {
    file = Files.isDirectory(given) ? given.resolve("model.safetensors") : given;
    checkpoint = Checkpoint.read(file);
    data = checkpoint.settings().getOrDefault("data", "");
    source = Catalog.of(Optional.empty()).open(data);
    this.threads = threads;
    samples = correct(source.test(), count, seed);
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** In the order in which a margin study draws, as far as the network predicts their labels. */
  private Dataset correct(Dataset test, int count, long seed) {
    int[] order = Streams.permutation(Streams.key(seed, "margin samples"), test.count());
    int classes = checkpoint.architecture().classes();
    int[] chosen = new int[0];
    try (Backend backend = Backends.open(Backends.AUTO, threads);
        Network network = checkpoint.network(backend, file.toString())) {
      for (int from = 0; from < order.length && chosen.length < count; from += CHUNK) {
        int[] part = Arrays.copyOfRange(order, from, Math.min(order.length, from + CHUNK));
        Dataset candidates = test.select(part);
        float[] logits = network.logits(candidates.images(), part.length);
        int[] right =
            IntStream.range(0, part.length)
                .filter(i -> predicted(logits, i * classes, classes) == candidates.label(i))
                .map(i -> part[i])
                .toArray();
        int before = chosen.length;
        chosen = Arrays.copyOf(chosen, Math.min(count, before + right.length));
        System.arraycopy(right, 0, chosen, before, chosen.length - before);
      }
    }
    if (chosen.length == 0) {
      throw new Failure(file + ": the network classifies no test sample of " + data + " correctly");
    }
    Arrays.sort(chosen);
    return test.select(chosen);
  }

  private static int predicted(float[] logits, int from, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = logits[from + k] > logits[from + best] ? k : best;
    }
    return best;
  }

  /**
   * @throws Failure if there is no such cut
   */
  MarginProblem problem(Space space) {
    double[] basis = {};
    int cut = 0;
    float[] points = samples.images();
    if (space instanceof Space.Hidden hidden) {
      cut = cut(hidden.cut());
      try (Backend backend = Backends.open(Backends.AUTO, threads);
          Network network = checkpoint.network(backend, file.toString())) {
        points = network.activations(points, samples.count(), cut);
      }
    } else if (space instanceof Space.Components some) {
      basis = basis(some);
    } else if (!(space instanceof Space.Input)) {
      throw new Failure(
          Text.format(
              "space %s: expected input, hidden:CUT, pca:COUNT or pca:FIRST-LAST", space.label()));
    }
    return new MarginProblem(file.toAbsolutePath(), cut, points, samples.labels(), basis);
  }

  /** Of the clean training samples. */
  private double[] basis(Space.Components some) {
    String taken = checkpoint.settings().getOrDefault("train-samples", "all");
    Dataset train = source.train();
    Dataset used = taken.equals("all") ? train : train.take(Integer.parseInt(taken));
    return PrincipalComponents.of(
            used.images(), used.count(), used.sample().intSize(), LinearAlgebra.best())
        .span(some.first(), some.last())
        .basis();
  }

  private int cut(String name) {
    Architecture architecture = checkpoint.architecture();
    return IntStream.range(1, architecture.depth())
        .filter(cut -> architecture.cutName(cut).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Text.format(
                        "%s has no hidden cut '%s'; it has %s",
                        file,
                        name,
                        IntStream.range(1, architecture.depth())
                            .mapToObj(architecture::cutName)
                            .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return Text.format("%s, %d correct test samples of %s", file, samples.count(), data);
  }
}
