package dev.assay.data;

import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * A linear classifier: multinomial logistic regression with a quadratic penalty on the weights,
 * fitted by Adam with a cosine schedule. The yardstick for how far a linear model gets.
 */
final class SoftmaxRegression {
  private static final int BATCH = 100;
  private static final double RATE = 2e-3;

  private final int classes;
  private final int size;
  private final float[] mean;
  private final float[] weights;
  private final float[] gradient;

  private SoftmaxRegression(Dataset train) {
    classes = train.classes();
    size = train.sample().intSize();
    mean = mean(train);
    weights = new float[classes * (size + 1)];
    gradient = new float[weights.length];
  }

  static SoftmaxRegression fit(Dataset train, float penalty, int epochs) {
    SoftmaxRegression model = new SoftmaxRegression(train);
    float[] first = new float[model.weights.length];
    float[] second = new float[model.weights.length];
    int perEpoch = train.count() / BATCH;
    for (int step = 0; step < epochs * perEpoch; step++) {
      int epoch = step / perEpoch;
      int[] order = Streams.permutation(Streams.key(1, epoch), train.count());
      int from = step % perEpoch * BATCH;
      model.accumulate(train, Arrays.copyOfRange(order, from, from + BATCH), penalty);
      double rate = RATE * (1 + Math.cos(Math.PI * step / (epochs * perEpoch))) / 2;
      model.update(first, second, step + 1, rate);
    }
    return model;
  }

  /** Puts the gradient of the penalised mean loss over some samples into {@code gradient}. */
  private void accumulate(Dataset data, int[] indices, float penalty) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = penalty * weights[i];
    }
    float[] x = new float[size + 1];
    for (int index : indices) {
      double[] p = probabilities(data, index, x);
      p[data.label(index)] -= 1;
      for (int k = 0; k < classes; k++) {
        float scale = (float) (p[k] / indices.length);
        int row = k * (size + 1);
        for (int i = 0; i <= size; i++) {
          gradient[row + i] += scale * x[i];
        }
      }
    }
  }

  private void update(float[] first, float[] second, int step, double rate) {
    float scale = (float) (rate * Math.sqrt(1 - Math.pow(.999, step)) / (1 - Math.pow(.9, step)));
    for (int i = 0; i < weights.length; i++) {
      first[i] = .9f * first[i] + .1f * gradient[i];
      second[i] = .999f * second[i] + .001f * gradient[i] * gradient[i];
      weights[i] -= scale * first[i] / ((float) Math.sqrt(second[i]) + 1e-8f);
    }
  }

  private double[] probabilities(Dataset data, int index, float[] x) {
    data.copy(index, x, 0);
    for (int i = 0; i < size; i++) {
      x[i] -= mean[i];
    }
    x[size] = 1;
    double[] logits = new double[classes];
    for (int k = 0; k < classes; k++) {
      int row = k * (size + 1);
      float sum = 0;
      for (int i = 0; i <= size; i++) {
        sum += weights[row + i] * x[i];
      }
      logits[k] = sum;
    }
    double most = Arrays.stream(logits).max().orElseThrow();
    double[] p = Arrays.stream(logits).map(z -> Math.exp(z - most)).toArray();
    double total = Arrays.stream(p).sum();
    return Arrays.stream(p).map(e -> e / total).toArray();
  }

  double accuracy(Dataset data) {
    float[] x = new float[size + 1];
    int right = 0;
    for (int n = 0; n < data.count(); n++) {
      double[] p = probabilities(data, n, x);
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = p[k] > p[best] ? k : best;
      }
      right += best == data.label(n) ? 1 : 0;
    }
    return (double) right / data.count();
  }

  /** Euclidean length of the gradient of the penalised loss over a whole data set. */
  double gradientNorm(Dataset data, float penalty) {
    int[] all = new int[data.count()];
    Arrays.setAll(all, i -> i);
    accumulate(data, all, penalty);
    double sum = 0;
    for (float g : gradient) {
      sum += (double) g * g;
    }
    return Math.sqrt(sum);
  }

  private static float[] mean(Dataset data) {
    int size = data.sample().intSize();
    double[] sum = new double[size];
    for (int n = 0; n < data.count(); n++) {
      for (int i = 0; i < size; i++) {
        sum[i] += data.images()[n * size + i];
      }
    }
    float[] mean = new float[size];
    for (int i = 0; i < size; i++) {
      mean[i] = (float) (sum[i] / data.count());
    }
    return mean;
  }
}
