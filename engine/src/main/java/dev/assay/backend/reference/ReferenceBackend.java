package dev.assay.backend.reference;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Direction;
import dev.assay.backend.Edge;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.backend.Window;
import dev.assay.backend.Workers;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The specification of every operation, and the slow fallback. Elements are float32 on the Java
 * heap, arithmetic is double. Packed weights are the weights; no operation needs scratch, so it may
 * be null. The formulas stand at the loops: {@link Convolution}, {@link Products}, {@link Pooling},
 * {@link LowPass}, {@link Comparisons}, {@link Activations}, {@link BatchNorm}, {@link Loss},
 * {@link Updates}.
 */
public final class ReferenceBackend implements Backend {
  private final Workers workers;
  private final AtomicLong liveBytes = new AtomicLong();

  /** A backend whose team has {@code threads} workers, the caller included. */
  public ReferenceBackend(int threads) {
    workers = new Workers(threads);
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "plain Java loops with double accumulation, Java " + System.getProperty("java.version");
  }

  @Override
  public String arithmetic() {
    return description();
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public long liveBytes() {
    return liveBytes.get();
  }

  @Override
  public void requireRoom(long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw new BadInputException(
          Text.format(
              "the reference backend keeps its tensors on the Java heap, which may take %s; %s are"
                  + " needed: raise -Xmx, or take the backend cpu",
              OutOfDeviceMemoryException.text(heap), OutOfDeviceMemoryException.text(bytes)));
    }
  }

  @Override
  public Storage allocate(long floats) {
    workers.requireOpen();
    if (floats < 0 || floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a Java array cannot hold " + floats + " floats; use a smaller batch");
    }
    return new HeapStorage((int) floats, liveBytes);
  }

  @Override
  public long conv2dPackedSize(
      Window window, int inChannels, int outChannels, Direction direction) {
    return (long) window.area() * inChannels * outChannels;
  }

  @Override
  public void conv2dPack(Window window, Tensor weights, Direction direction, Tensor packed) {
    copy(weights, 0, weights.shape().intSize(), packed);
  }

  @Override
  public long conv2dScratchSize(
      Window window, int inChannels, int height, int width, int outChannels) {
    return 0;
  }

  @Override
  public void conv2d(
      Window window,
      Tensor x,
      Tensor packed,
      Tensor bias,
      boolean relu,
      int part,
      int parts,
      Tensor y,
      Tensor scratch) {
    if (part > 0) {
      return;
    }
    Convolution.forward(
        window, Images.of(x), Floats.of(packed), Floats.orNull(bias), relu, Images.of(y));
  }

  @Override
  public void conv2dBackwardData(
      Window window, Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    if (part > 0) {
      return;
    }
    Convolution.backwardData(window, Images.of(dy), Floats.of(packed), Images.of(dx));
  }

  @Override
  public void conv2dBackwardWeights(
      Window window,
      Tensor x,
      Tensor dy,
      int part,
      int parts,
      Tensor dWeights,
      Tensor dBias,
      Tensor scratch) {
    if (part > 0) {
      return;
    }
    Convolution.backwardWeights(window, Images.of(x), Images.of(dy), Floats.of(dWeights));
    if (dBias != null) {
      Convolution.backwardBias(Images.of(dy), Floats.of(dBias));
    }
  }

  @Override
  public long densePackedSize(int inputs, int outputs, Direction direction) {
    return (long) inputs * outputs;
  }

  @Override
  public void densePack(Tensor weights, Direction direction, int part, int parts, Tensor packed) {
    long size = weights.size();
    copy(weights, (int) (size * part / parts), (int) (size * (part + 1) / parts), packed);
  }

  @Override
  public long denseScratchSize(int batch, int inputs, int outputs) {
    return 0;
  }

  @Override
  public void dense(
      Tensor x,
      Tensor packed,
      Tensor bias,
      boolean relu,
      int part,
      int parts,
      Tensor y,
      Tensor scratch) {
    if (part > 0) {
      return;
    }
    Products.forward(Images.of(x), Floats.of(packed), Floats.orNull(bias), relu, Images.of(y));
  }

  @Override
  public void denseBackwardData(
      Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    if (part > 0) {
      return;
    }
    Products.backwardData(Images.of(dy), Floats.of(packed), Images.of(dx));
  }

  @Override
  public void densePlain(
      Tensor x, Tensor weights, Tensor bias, boolean relu, Tensor y, Tensor scratch) {
    dense(x, weights, bias, relu, 0, 1, y, scratch);
  }

  @Override
  public void densePlainBackwardData(Tensor dy, Tensor weights, Tensor dx, Tensor scratch) {
    denseBackwardData(dy, weights, 0, 1, dx, scratch);
  }

  @Override
  public void denseBackwardWeights(
      Tensor x, Tensor dy, int fromRow, int toRow, Tensor dWeights, Tensor dBias, Tensor scratch) {
    Products.backwardWeights(Images.of(x), Images.of(dy), fromRow, toRow, Floats.of(dWeights));
    if (dBias != null) {
      Products.backwardBias(Images.of(dy), fromRow, toRow, Floats.of(dBias));
    }
  }

  @Override
  public void maxPool(Window window, Tensor x, Tensor y, Tensor argmax) {
    Pooling.max(window, Images.of(x), Images.of(y), Images.orNull(argmax));
  }

  @Override
  public void maxPoolBackward(Window window, Tensor argmax, Tensor dy, Tensor dx) {
    Pooling.maxBackward(Images.of(argmax), Images.of(dy), Images.of(dx));
  }

  @Override
  public void avgPool(Window window, Tensor x, Tensor y) {
    Pooling.mean(window, Images.of(x), Images.of(y));
  }

  @Override
  public void avgPoolBackward(Window window, Tensor dy, Tensor dx) {
    Pooling.meanBackward(window, Images.of(dy), Images.of(dx));
  }

  @Override
  public void pad(Edge edge, int top, int left, Tensor x, Tensor y) {
    Padding.forward(edge, top, left, Images.of(x), Images.of(y));
  }

  @Override
  public void padBackward(Edge edge, int top, int left, Tensor dy, Tensor dx) {
    Padding.backward(edge, top, left, Images.of(dy), Images.of(dx));
  }

  @Override
  public void selectPhase(int strideHeight, int strideWidth, Tensor x, Tensor phases) {
    Phases.select(strideHeight, strideWidth, Images.of(x), Images.of(phases));
  }

  @Override
  public void blur(Blur blur, Tensor phases, Tensor x, Tensor y) {
    LowPass.forward(blur, Images.orNull(phases), Images.of(x), Images.of(y));
  }

  @Override
  public void blurBackward(Blur blur, Tensor phases, Tensor dy, Tensor dx) {
    LowPass.backward(blur, Images.orNull(phases), Images.of(dy), Images.of(dx));
  }

  @Override
  public void relu(float slope, Tensor x, Tensor y) {
    Activations.relu(slope, Floats.of(x), x.shape().intSize(), Floats.of(y));
  }

  @Override
  public void reluBackward(float slope, Tensor y, Tensor dy, Tensor dx) {
    Activations.reluBackward(
        slope,
        Floats.of(y),
        Floats.of(dy),
        y.count(),
        dy.count() / y.count(),
        sampleSize(y),
        Floats.of(dx));
  }

  @Override
  public void clip(float least, float most, Tensor x, Tensor y) {
    Activations.clip(least, most, Floats.of(x), x.shape().intSize(), Floats.of(y));
  }

  @Override
  public void clipBackward(float least, float most, Tensor y, Tensor dy, Tensor dx) {
    Activations.clipBackward(
        least,
        most,
        Floats.of(y),
        Floats.of(dy),
        y.count(),
        dy.count() / y.count(),
        sampleSize(y),
        Floats.of(dx));
  }

  @Override
  public void curve(Curve f, Tensor x, Tensor y) {
    Activations.curve(f, Floats.of(x), x.shape().intSize(), Floats.of(y));
  }

  @Override
  public void curveBackward(Curve f, Tensor x, Tensor dy, Tensor dx) {
    Activations.curveBackward(
        f,
        Floats.of(x),
        Floats.of(dy),
        x.count(),
        dy.count() / x.count(),
        sampleSize(x),
        Floats.of(dx));
  }

  @Override
  public void dropout(float rate, long key, long firstSample, Tensor x, Tensor y) {
    Activations.dropout(
        rate, key, firstSample, Floats.of(x), x.count(), sampleSize(x), Floats.of(y));
  }

  @Override
  public void add(Tensor a, Tensor b, boolean relu, Tensor y) {
    Branches.add(Floats.of(a), Floats.of(b), relu, y.shape().intSize(), Floats.of(y));
  }

  @Override
  public void copyChannels(Tensor x, int from, Tensor y, int to, int channels) {
    Branches.copy(Images.of(x), from, Images.of(y), to, channels);
  }

  @Override
  public void batchNormStatistics(Tensor x, Tensor partial) {
    BatchNorm.statistics(Images.of(x), Floats.of(partial));
  }

  @Override
  public void batchNormMerge(
      Tensor partials,
      int batch,
      int slice,
      int plane,
      float momentum,
      float epsilon,
      Tensor bias,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor runningMean,
      Tensor runningVariance) {
    BatchNorm.merge(
        Floats.of(partials),
        partials.count(),
        mean.shape().intSize(),
        batch,
        slice,
        plane,
        momentum,
        epsilon,
        bias == null ? null : Floats.of(bias),
        Floats.of(mean),
        Floats.of(inverseDeviation),
        Floats.of(runningMean),
        Floats.of(runningVariance));
  }

  @Override
  public void batchNorm(
      Tensor x,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor y) {
    BatchNorm.forward(
        Images.of(x),
        Floats.of(mean),
        Floats.of(inverseDeviation),
        Floats.of(gamma),
        Floats.of(beta),
        relu,
        Images.of(y));
  }

  @Override
  public void batchNormBackwardStatistics(
      Tensor x,
      Tensor dy,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor partial) {
    BatchNorm.backwardStatistics(
        Images.of(x),
        Images.of(dy),
        Floats.of(mean),
        Floats.of(inverseDeviation),
        Floats.of(gamma),
        Floats.of(beta),
        relu,
        Floats.of(partial));
  }

  @Override
  public void batchNormBackward(
      Tensor x,
      Tensor dy,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor dGamma,
      Tensor dBeta,
      long population,
      Tensor dx) {
    BatchNorm.backward(
        Images.of(x),
        Images.of(dy),
        Floats.of(mean),
        Floats.of(inverseDeviation),
        Floats.of(gamma),
        Floats.of(beta),
        relu,
        Floats.of(dGamma),
        Floats.of(dBeta),
        population,
        Images.of(dx));
  }

  @Override
  public void scaleChannels(Tensor dy, Tensor scale, Tensor dx) {
    BatchNorm.scale(Images.of(dy), Floats.of(scale), Images.of(dx));
  }

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor loss, Tensor dLogits) {
    Loss.softmaxCrossEntropy(
        Images.of(logits), Floats.of(labels), scale, Floats.of(loss), Floats.orNull(dLogits));
  }

  @Override
  public void move(Tensor x, Tensor moves, Tensor y) {
    Moves.apply(Images.of(x), Floats.of(moves), Images.of(y));
  }

  @Override
  public void interpolate(Tensor from, Tensor to, int points, int first, Tensor out) {
    Segments.interpolate(
        Floats.of(from),
        Floats.of(to),
        points,
        first,
        out.count(),
        sampleSize(out),
        Floats.of(out));
  }

  @Override
  public void argmax(Tensor logits, Tensor classes) {
    Segments.argmax(Floats.of(logits), logits.count(), sampleSize(logits), Floats.of(classes));
  }

  @Override
  public void fold(Tensor x, Tensor signs, Tensor y) {
    Comparisons.fold(
        Floats.of(x), x.count(), sampleSize(x), Floats.of(signs), sampleSize(y), Floats.of(y));
  }

  @Override
  public void gridMeans(Tensor x, Tensor y) {
    Comparisons.gridMeans(Images.of(x), Images.of(y));
  }

  @Override
  public void products(Tensor x, Tensor references, int each, int first, Tensor products) {
    Comparisons.products(
        Floats.of(x),
        x.count(),
        sampleSize(x),
        Floats.of(references),
        each,
        first,
        Floats.of(products));
  }

  @Override
  public void sum(Tensor partials, Tensor out) {
    Updates.sum(Floats.of(partials), partials.count(), out.shape().intSize(), Floats.of(out));
  }

  @Override
  public void sgd(
      Tensor parameters,
      Tensor gradient,
      Tensor velocity,
      float rate,
      float momentum,
      float weightDecay,
      boolean nesterov) {
    Updates.sgd(
        Floats.of(parameters),
        parameters.shape().intSize(),
        Floats.of(gradient),
        Floats.of(velocity),
        rate,
        momentum,
        weightDecay,
        nesterov);
  }

  @Override
  public void adam(
      Tensor parameters,
      Tensor gradient,
      Tensor first,
      Tensor second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      long step) {
    Updates.adam(
        Floats.of(parameters),
        parameters.shape().intSize(),
        Floats.of(gradient),
        Floats.of(first),
        Floats.of(second),
        rate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        step);
  }

  @Override
  public void close() {
    workers.close();
  }

  private static int sampleSize(Tensor batch) {
    return batch.shape().intSize() / batch.count();
  }

  private static void copy(Tensor source, int from, int to, Tensor target) {
    Floats in = Floats.of(source);
    Floats out = Floats.of(target);
    System.arraycopy(in.data(), in.start() + from, out.data(), out.start() + from, to - from);
  }
}
