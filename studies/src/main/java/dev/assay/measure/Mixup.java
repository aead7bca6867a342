package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.train.Evaluation;
import java.util.Arrays;

/**
 * How often a network puts the middle between two samples of a class into that class: label-wise
 * mixup with α = ½, mean over pairs of each class, then over classes. Source: Natekar and Sharma
 * 2020, "Representation based complexity measures for predicting generalization in deep learning",
 * whose winning entry to PGDL takes it.
 *
 * @param pairs how many are drawn of clean samples
 */
public record Mixup(Provenance data, int pairs, long seed) implements NetworkMeasure<Mixup.Kept> {

  /** A share, from 0 to 1. */
  public record Kept(double value) {}

  @Override
  public Class<Kept> result() {
    return Kept.class;
  }

  @Override
  public Kept of(Network network, Bench bench) {
    Dataset samples = bench.data(data);
    int[][] drawn =
        Tuples.draw(samples.labels(), Tuples.clean(samples), true, 2, pairs, seed).tuples();
    float[] middles = middles(samples, drawn);
    int classes = samples.classes();
    float[] logits = network.logits(middles, pairs);
    double[] kept = new double[classes];
    int[] count = new int[classes];
    for (int p = 0; p < pairs; p++) {
      int label = samples.label(drawn[p][0]);
      count[label]++;
      kept[label] += Evaluation.argmax(logits, p * classes, classes) == label ? 1 : 0;
    }
    for (int label = 0; label < classes; label++) {
      kept[label] /= count[label]; // NaN for a class of which no pair was drawn
    }
    return new Kept(
        Arrays.stream(kept).filter(share -> !Double.isNaN(share)).average().orElseThrow());
  }

  /** The middles between the two samples of each pair. */
  static float[] middles(Dataset samples, int[][] pairs) {
    int size = samples.sample().intSize();
    float[] images = samples.images();
    float[] middles = new float[pairs.length * size];
    for (int p = 0; p < pairs.length; p++) {
      for (int i = 0; i < size; i++) {
        middles[p * size + i] =
            (images[pairs[p][0] * size + i] + images[pairs[p][1] * size + i]) / 2;
      }
    }
    return middles;
  }
}
