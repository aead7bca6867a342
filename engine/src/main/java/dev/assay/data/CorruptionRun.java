package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.util.Arrays;

/** One corruption at work on copies of a data set's arrays. */
final class CorruptionRun {
  private final Corruption corruption;
  private final Dataset clean;
  private final long key;
  private final int size;
  private final float[] images;
  private final int[] labels;
  private final int[] originalLabels;
  private final Corruption.Kind[] marks;

  private CorruptionRun(Corruption corruption, Dataset clean) {
    this.corruption = corruption;
    this.clean = clean;
    this.key = Streams.key(corruption.seed(), "corruption/" + corruption.kind().text());
    this.size = clean.sample().intSize();
    this.images = clean.images().clone();
    this.labels = clean.labels().clone();
    this.originalLabels = new int[clean.count()];
    this.marks = new Corruption.Kind[clean.count()];
    Arrays.setAll(originalLabels, clean::originalLabel);
    Arrays.setAll(marks, clean::corruption);
  }

  static Dataset apply(Corruption corruption, Dataset clean) {
    CorruptionRun run = new CorruptionRun(corruption, clean);
    int[] victims = run.choose();
    if (corruption instanceof Corruption.Label) {
      run.relabel(victims);
    } else if (corruption instanceof Corruption.GaussianInput) {
      run.addNoise(victims, 0, clean.mean(), clean.standardDeviation());
    } else if (corruption instanceof Corruption.AdditiveGaussian additive) {
      run.addNoise(victims, 1, 0, additive.deviation());
    }
    return run.result(victims);
  }

  /** The first untouched samples of a random order. */
  private int[] choose() {
    int wanted = (int) Math.round(corruption.fraction() * clean.count());
    int[] untouched =
        Arrays.stream(Streams.permutation(Streams.key(key, 0), clean.count()))
            .filter(index -> marks[index] == Corruption.Kind.NONE)
            .toArray();
    if (wanted > untouched.length) {
      throw new BadInputException(
          "corruption "
              + corruption.text()
              + " needs "
              + wanted
              + " samples, only "
              + untouched.length
              + " of "
              + clean.count()
              + " are not corrupted yet; lower the fractions");
    }
    return Arrays.copyOf(untouched, wanted);
  }

  private void relabel(int[] victims) {
    int others = clean.classes() - 1;
    if (others < 1) {
      throw new BadInputException("corruption label needs at least two classes");
    }
    long stream = Streams.key(key, 1);
    for (int victim : victims) {
      int step = 1 + Streams.integer(stream, victim, others);
      labels[victim] = (labels[victim] + step) % clean.classes();
    }
  }

  private void addNoise(int[] victims, int keep, double mean, double deviation) {
    for (int victim : victims) {
      long stream = Streams.key(Streams.key(key, 1), victim);
      for (int p = 0; p < size; p++) {
        int at = victim * size + p;
        images[at] = (float) (keep * images[at] + mean + deviation * Streams.normal(stream, p));
      }
    }
  }

  private Dataset result(int[] victims) {
    for (int victim : victims) {
      marks[victim] = corruption.kind();
    }
    return new Dataset(
        clean.sample(),
        images,
        labels,
        originalLabels,
        marks,
        clean.classNames(),
        clean.provenance().then(new DataStep.Corrupted(corruption).text()));
  }
}
