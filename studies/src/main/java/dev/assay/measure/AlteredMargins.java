package dev.assay.measure;

import dev.assay.backend.Move;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.fragmentation.Tuples;
import java.util.Arrays;

/**
 * Margins at a hidden cut of samples that the network was not trained on: middles between two of a
 * class (mixup), or images that were moved and mirrored. First order, {@code (f_y − f_j) / ‖∇f_y −
 * ∇f_j‖} for the label y and the largest other logit j, so negative where the network is wrong; in
 * units of the root of the mean variance of activations, of which 5 % are left out at either end.
 * Mean over the samples. Source: Natekar and Sharma 2020, "Representation based complexity measures
 * for predicting generalization in deep learning", whose augmentations also change colours and
 * zoom.
 *
 * @param by what is done to samples
 * @param count how many are altered
 * @param cut the name of a hidden cut
 * @param seed which ones, and how
 */
public record AlteredMargins(Provenance data, By by, int count, String cut, long seed)
    implements NetworkMeasure<AlteredMargins.Found> {
  private static final Augmentation MOVES = Augmentation.parse("shift:2,flip");
  private static final double TRIMMED = 0.05;
  private static final double LEAST = 1e-7;

  /** What is done to samples. */
  public enum By {
    MIXUP,
    AUGMENT
  }

  /** The mean. */
  public record Found(double value) {}

  /** Samples that were made of others. */
  private record Altered(float[] images, int[] labels) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset samples = bench.data(data);
    Altered altered = by == By.MIXUP ? middles(samples) : moved(samples);
    Cut hidden = new NetworkSubject(network, samples).hidden(cut);
    float[] activations = hidden.activations(altered.images, altered.labels.length);
    Classifier above = hidden.above();
    int size = above.input().intSize();
    int classes = above.classes();
    float[] logits = new float[classes];
    float[] jacobian = new float[classes * size];
    double sum = 0;
    for (int i = 0; i < altered.labels.length; i++) {
      float[] at = Arrays.copyOfRange(activations, i * size, (i + 1) * size);
      above.jacobian(at, 1, logits, jacobian);
      sum += margin(logits, jacobian, altered.labels[i], size);
    }
    double unit = Math.sqrt(variance(activations, altered.labels.length, size)) + LEAST;
    return new Found(sum / altered.labels.length / unit);
  }

  private static double margin(float[] logits, float[] jacobian, int label, int size) {
    int other = label == 0 ? 1 : 0;
    for (int j = 0; j < logits.length; j++) {
      if (j != label && logits[j] > logits[other]) {
        other = j;
      }
    }
    double squares = 0;
    for (int d = 0; d < size; d++) {
      double slope = (double) jacobian[label * size + d] - jacobian[other * size + d];
      squares += slope * slope;
    }
    return ((double) logits[label] - logits[other]) / (Math.sqrt(squares) + LEAST);
  }

  /** The mean over units, without those whose variance is among the largest or smallest. */
  private static double variance(float[] activations, int samples, int size) {
    double[] variances = new double[size];
    for (int d = 0; d < size; d++) {
      double mean = 0;
      for (int i = 0; i < samples; i++) {
        mean += activations[i * size + d];
      }
      mean /= samples;
      for (int i = 0; i < samples; i++) {
        double difference = activations[i * size + d] - mean;
        variances[d] += difference * difference / samples;
      }
    }
    Arrays.sort(variances);
    int out = (int) (TRIMMED * size);
    return Arrays.stream(variances, out, size - out).average().orElseThrow();
  }

  private Altered middles(Dataset samples) {
    int[][] pairs =
        Tuples.draw(samples.labels(), Tuples.clean(samples), true, 2, count, seed).tuples();
    return new Altered(
        Mixup.middles(samples, pairs),
        Arrays.stream(pairs).mapToInt(pair -> samples.label(pair[0])).toArray());
  }

  private Altered moved(Dataset samples) {
    int[] drawn = new Selection.Drawn(count, seed).of(samples);
    long key = Streams.key(seed, "augment");
    int size = samples.sample().intSize();
    float[] images = new float[drawn.length * size];
    int width = samples.sample().width();
    int height = samples.sample().height();
    for (int i = 0; i < drawn.length; i++) {
      Move move = MOVES.move(samples.sample(), key, 0, drawn[i]);
      for (int pixel = 0; pixel < size; pixel++) {
        int row = pixel / width % height + move.row();
        int column = move.step() * (pixel % width) + move.column();
        if (row >= move.top()
            && row < move.bottom()
            && column >= move.left()
            && column < move.right()) {
          int plane = pixel - pixel % (height * width);
          images[i * size + pixel] =
              samples.images()[drawn[i] * size + plane + row * width + column];
        }
      }
    }
    return new Altered(images, Arrays.stream(drawn).map(samples::label).toArray());
  }
}
