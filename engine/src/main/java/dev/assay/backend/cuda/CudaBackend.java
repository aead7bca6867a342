package dev.assay.backend.cuda;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Direction;
import dev.assay.backend.Edge;
import dev.assay.backend.Repetition;
import dev.assay.backend.Window;
import dev.assay.backend.Workers;
import dev.assay.backend.cuda.Work.Product;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The operations on an NVIDIA GPU. All run on one stream in the order of the calls, which return
 * before the work is done; only reading a tensor waits. One worker; slices are whole batches.
 *
 * <p>Results are the same bits whenever the same calls are made. Unlike on other backends, a
 * sample's bits may depend on how many samples share the call where cuBLAS or cuDNN take another
 * algorithm for another size; the values then differ by rounding.
 */
public final class CudaBackend implements Backend {
  /** Floats of each of the two buffers between Java arrays and the device. */
  private static final int STAGING = 2 << 20;

  /** Floats that are read at a time. */
  private static final int READ_PART = 1 << 18;

  /** Idle blocks may hold this part of the device's memory. */
  private static final int CACHE_SHARE = 4;

  /** Values of a channel that one block sums, and the most blocks that share a channel. */
  private static final int PART_VALUES = 4096;

  private static final int MOST_PARTS = 64;

  /** Floats for sums of parts of channels; behind them lies a counter of blocks. */
  private static final int PARTIALS = (1 << 20) - 1;

  private static final long PARTIALS_BYTES = (PARTIALS + 1L) * Float.BYTES;

  private final Device device;
  private final Workers workers = new Workers(1);
  private final AtomicLong liveBytes = new AtomicLong();
  private final BlockCache blocks;
  private final Staging staging;
  private final Recorder recorder;
  private final Launch launch;
  private final Convolution convolution;
  private final long partials;
  private boolean closed;

  /**
   * The GPU of this machine.
   *
   * @throws IllegalStateException if it cannot be used, see {@link Cuda#status()}
   */
  public static CudaBackend open() {
    CudaStatus status = Cuda.status();
    if (!status.ok()) {
      throw new IllegalStateException(status.reason());
    }
    Device device = CudaDevice.open(status);
    try {
      return new CudaBackend(device);
    } catch (RuntimeException | Error e) {
      Closing.after(e, device);
      throw e;
    }
  }

  /** Holds nothing of the device if it fails. */
  CudaBackend(Device device) {
    this.device = device;
    this.blocks = new BlockCache(device, device.totalBytes() / CACHE_SHARE);
    this.staging = new Staging(device, STAGING, READ_PART);
    this.recorder = new Recorder(device);
    this.launch = new Launch(recorder);
    this.partials = blocks.take(PARTIALS_BYTES);
    this.convolution = openConvolution();
  }

  private Convolution openConvolution() {
    Convolution lowered = new LoweredConvolution(recorder, launch);
    try {
      device.zero(counter(), Float.BYTES);
      Convolution library = device.convolution(lowered, launch);
      return library == null ? lowered : recorder.collecting(library);
    } catch (RuntimeException | Error e) {
      closeBlocks();
      throw e;
    }
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    return "cuda: " + device.description();
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
  public boolean takesWholeBatches() {
    return true;
  }

  @Override
  public long liveBytes() {
    return liveBytes.get();
  }

  @Override
  public Storage allocate(long floats) {
    workers.requireOpen();
    return new DeviceStorage(floats, blocks, staging, recorder, liveBytes);
  }

  @Override
  public boolean takesPlainWeights() {
    return true;
  }

  @Override
  public Repetition repetition() {
    return recorder.repetition();
  }

  @Override
  public void finish() {
    recorder.flush();
    device.synchronize();
  }

  /** Seconds that the GPU takes for what {@code work} asks for, by its own clock. */
  public double time(Runnable work) {
    return device.time(work);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    workers.close(); // after the work that is running
    closed = true;
    device.synchronize();
    recorder.close();
    convolution.close();
    staging.close();
    closeBlocks();
    device.close();
  }

  private void closeBlocks() {
    blocks.give(partials, PARTIALS_BYTES);
    blocks.close();
  }

  // ---- Convolution ----------------------------------------------------------------------------

  @Override
  public long conv2dPackedSize(
      Window window, int inChannels, int outChannels, Direction direction) {
    return (long) window.area() * inChannels * outChannels;
  }

  @Override
  public void conv2dPack(Window window, Tensor weights, Direction direction, Tensor packed) {
    recorder.copy(weights.address(), packed.address(), weights.size() * Float.BYTES);
  }

  @Override
  public long conv2dScratchSize(
      Window window, int inChannels, int height, int width, int outChannels) {
    return convolution.scratchSize(window, inChannels, height, width, outChannels);
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
    convolution.forward(window, x, packed, new Epilogue(bias, relu), y, scratch);
  }

  @Override
  public void conv2dBackwardData(
      Window window, Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    if (part > 0) {
      return;
    }
    convolution.backwardData(window, dy, packed, dx, scratch);
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
    convolution.backwardWeights(window, x, dy, dWeights, scratch);
    if (dBias != null) {
      int sums = parts(dy, 1);
      add(channels(Kernel.CHANNEL_SUMS, dy, sums).put(dy), sums, dy, dBias);
    }
  }

  // ---- Dense ----------------------------------------------------------------------------------
  // Row-major matrices are the transposes of column-major ones: Y = X·Wᵀ is asked for as Yᵀ = W·Xᵀ.

  @Override
  public long densePackedSize(int inputs, int outputs, Direction direction) {
    return (long) inputs * outputs;
  }

  @Override
  public void densePack(Tensor weights, Direction direction, int part, int parts, Tensor packed) {
    long from = weights.size() * part / parts * Float.BYTES;
    long to = weights.size() * (part + 1) / parts * Float.BYTES;
    if (to > from) {
      recorder.copy(weights.address() + from, packed.address() + from, to - from);
    }
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
    int inputs = sampleSize(x);
    int outputs = sampleSize(y);
    multiply(true, false, outputs, x.count(), inputs, packed, inputs, x, inputs, y, outputs);
    new Epilogue(bias, relu).apply(launch, y);
  }

  @Override
  public void denseBackwardData(
      Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    if (part > 0) {
      return;
    }
    int inputs = sampleSize(dx);
    int outputs = sampleSize(dy);
    multiply(false, false, inputs, dy.count(), outputs, packed, inputs, dy, outputs, dx, inputs);
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
    int inputs = sampleSize(x);
    int outputs = sampleSize(dy);
    int rows = toRow - fromRow;
    Shape row = Shape.vector(1);
    multiply(
        false,
        true,
        inputs,
        rows,
        x.count(),
        x,
        inputs,
        dy.part(fromRow, row),
        outputs,
        dWeights.part((long) fromRow * inputs, row),
        inputs);
    if (dBias != null) {
      launch
          .of(Kernel.COLUMN_SUMS)
          .put(dy.count())
          .put(outputs)
          .put(fromRow)
          .put(rows)
          .put(dy)
          .put(dBias)
          .threads((long) rows * Kernel.SHARE);
    }
  }

  private void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Tensor a,
      int lda,
      Tensor b,
      int ldb,
      Tensor c,
      int ldc) {
    Product product = new Product(transposeA, transposeB, m, n, k, lda, ldb, ldc, 0, 0, 0);
    recorder.multiply(product, a.address(), b.address(), 0, c.address(), 1);
  }

  // ---- Pooling and filters --------------------------------------------------------------------

  @Override
  public void maxPool(Window window, Tensor x, Tensor y, Tensor argmax) {
    window(Kernel.MAX_POOL, y.size(), window, x, y).put(x).put(y).put(argmax).threads(y.size());
  }

  @Override
  public void maxPoolBackward(Window window, Tensor argmax, Tensor dy, Tensor dx) {
    long down = cells(dx.shape().extent(2), window.strideHeight(), window.paddingHeight());
    long across = cells(dx.shape().extent(3), window.strideWidth(), window.paddingWidth());
    long count = (long) dx.count() * channels(dx) * down * across;
    window(Kernel.MAX_POOL_BACKWARD, count, window, dx, dy)
        .put(dy.count() / argmax.count())
        .put(channels(dy))
        .put(argmax)
        .put(dy)
        .put(dx)
        .threads(count);
  }

  /** See {@code pool.cu}. */
  private static int cells(int extent, int stride, int padding) {
    return (extent + padding + stride - 1) / stride;
  }

  @Override
  public void avgPool(Window window, Tensor x, Tensor y) {
    window(Kernel.AVG_POOL, y.size(), window, x, y).put(x).put(y).threads(y.size());
  }

  @Override
  public void avgPoolBackward(Window window, Tensor dy, Tensor dx) {
    window(Kernel.AVG_POOL_BACKWARD, dx.size(), window, dx, dy).put(dy).put(dx).threads(dx.size());
  }

  private Launch window(Kernel kernel, long count, Window window, Tensor images, Tensor maps) {
    return LoweredConvolution.geometry(launch.of(kernel).put(count), window, images, maps);
  }

  @Override
  public void pad(Edge edge, int top, int left, Tensor x, Tensor y) {
    pad(Kernel.PAD, y.size(), edge, top, left, x, y).put(x).put(y).threads(y.size());
  }

  @Override
  public void padBackward(Edge edge, int top, int left, Tensor dy, Tensor dx) {
    pad(Kernel.PAD_BACKWARD, dx.size(), edge, top, left, dx, dy).put(dy).put(dx).threads(dx.size());
  }

  private Launch pad(
      Kernel kernel, long count, Edge edge, int top, int left, Tensor images, Tensor maps) {
    Launch begun = launch.of(kernel).put(count).put(edge.ordinal()).put(top).put(left);
    return extents(begun, images, maps);
  }

  private static Launch extents(Launch launch, Tensor images, Tensor maps) {
    return launch
        .put(images.shape().extent(2))
        .put(images.shape().extent(3))
        .put(maps.shape().extent(2))
        .put(maps.shape().extent(3));
  }

  @Override
  public void selectPhase(int strideHeight, int strideWidth, Tensor x, Tensor phases) {
    launch
        .of(Kernel.SELECT_PHASE)
        .put(strideHeight)
        .put(strideWidth)
        .put(channels(x))
        .put(x.shape().extent(2))
        .put(x.shape().extent(3))
        .put(x)
        .put(phases)
        .blocks(x.count());
  }

  @Override
  public void blur(Blur blur, Tensor phases, Tensor x, Tensor y) {
    filter(Kernel.BLUR, y.size(), blur, phases, x, y).put(x).put(y).threads(y.size());
  }

  @Override
  public void blurBackward(Blur blur, Tensor phases, Tensor dy, Tensor dx) {
    filter(Kernel.BLUR_BACKWARD, dx.size(), blur, phases, dx, dy)
        .put(dy)
        .put(dx)
        .threads(dx.size());
  }

  private Launch filter(
      Kernel kernel, long count, Blur blur, Tensor phases, Tensor images, Tensor maps) {
    Launch filter =
        launch
            .of(kernel)
            .put(count)
            .put(blur.size())
            .put(blur.strideHeight())
            .put(blur.strideWidth())
            .put(code(blur.edge()));
    int rows = phases == null ? 1 : images.count() / phases.count();
    return extents(filter, images, maps).put(rows * channels(images)).put(phases);
  }

  /** The numbers of {@code blur.cu}. */
  private static int code(Edge edge) {
    return switch (edge) {
      case REFLECT -> 0;
      case REPLICATE -> 1;
      case ZERO -> 2;
      case CIRCULAR -> 3;
    };
  }

  // ---- Activations ----------------------------------------------------------------------------

  @Override
  public void relu(float slope, Tensor x, Tensor y) {
    launch.of(Kernel.RELU).put(x.size()).put(slope).put(x).put(y).elements(x.size());
  }

  @Override
  public void reluBackward(float slope, Tensor y, Tensor dy, Tensor dx) {
    launch
        .of(Kernel.RELU_BACKWARD)
        .put(dy.size())
        .put(dy.count() / y.count())
        .put(sampleSize(y))
        .put(slope)
        .put(y)
        .put(dy)
        .put(dx)
        .elements(dy.size());
  }

  @Override
  public void clip(float least, float most, Tensor x, Tensor y) {
    launch.of(Kernel.CLIP).put(x.size()).put(least).put(most).put(x).put(y).threads(x.size());
  }

  @Override
  public void clipBackward(float least, float most, Tensor y, Tensor dy, Tensor dx) {
    launch
        .of(Kernel.CLIP_BACKWARD)
        .put(dy.size())
        .put(dy.count() / y.count())
        .put(sampleSize(y))
        .put(least)
        .put(most)
        .put(y)
        .put(dy)
        .put(dx)
        .threads(dy.size());
  }

  @Override
  public void curve(Curve f, Tensor x, Tensor y) {
    launch.of(Kernel.CURVE).put(x.size()).put(f.ordinal()).put(x).put(y).threads(x.size());
  }

  @Override
  public void curveBackward(Curve f, Tensor x, Tensor dy, Tensor dx) {
    launch
        .of(Kernel.CURVE_BACKWARD)
        .put(dy.size())
        .put(dy.count() / x.count())
        .put(sampleSize(x))
        .put(f.ordinal())
        .put(x)
        .put(dy)
        .put(dx)
        .threads(dy.size());
  }

  @Override
  public void dropout(float rate, long key, long firstSample, Tensor x, Tensor y) {
    launch
        .of(Kernel.DROPOUT)
        .put(x.size())
        .put(key)
        .put(firstSample * sampleSize(x))
        .put(rate)
        .put((float) (1 / (1 - (double) rate)))
        .put(x)
        .put(y)
        .threads(x.size());
  }

  // ---- Branches -------------------------------------------------------------------------------

  @Override
  public void add(Tensor a, Tensor b, boolean relu, Tensor y) {
    launch.of(Kernel.ADD).put(y.size()).put(relu).put(a).put(b).put(y).elements(y.size());
  }

  @Override
  public void copyChannels(Tensor x, int from, Tensor y, int to, int channels) {
    int plane = plane(x);
    long count = (long) x.count() * channels * plane;
    launch
        .of(Kernel.COPY_ROWS)
        .put(count)
        .put(channels * plane)
        .put((long) from * plane)
        .put((long) sampleSize(x))
        .put((long) to * plane)
        .put((long) sampleSize(y))
        .put(x)
        .put(y)
        .elements(count);
  }

  // ---- BatchNorm ------------------------------------------------------------------------------

  @Override
  public void batchNormStatistics(Tensor x, Tensor partial) {
    int parts = parts(x, 2);
    add(channels(Kernel.BATCH_NORM_STATISTICS, x, parts).put(x), parts, x, partial);
  }

  @Override
  public void batchNormMerge(
      Tensor slices,
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
    launch
        .of(Kernel.BATCH_NORM_MERGE)
        .put(slices.count())
        .put(mean.count())
        .put(batch)
        .put(slice)
        .put(plane)
        .put(momentum)
        .put(epsilon)
        .put(slices)
        .put(bias)
        .put(mean)
        .put(inverseDeviation)
        .put(runningMean)
        .put(runningVariance)
        .threads(mean.count());
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
    launch
        .of(Kernel.BATCH_NORM)
        .put(x.size())
        .put(channels(x))
        .put(plane(x))
        .put(relu)
        .put(x)
        .put(mean)
        .put(inverseDeviation)
        .put(gamma)
        .put(beta)
        .put(y)
        .elements(x.size());
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
    int parts = parts(x, 2);
    Launch sums =
        channels(Kernel.BATCH_NORM_BACKWARD_STATISTICS, x, parts)
            .put(relu)
            .put(x)
            .put(dy)
            .put(mean)
            .put(inverseDeviation)
            .put(gamma)
            .put(beta);
    add(sums, parts, x, partial);
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
    launch
        .of(Kernel.BATCH_NORM_BACKWARD)
        .put(x.size())
        .put(channels(x))
        .put(plane(x))
        .put(relu)
        .put((float) (1.0 / population))
        .put(x)
        .put(dy)
        .put(mean)
        .put(inverseDeviation)
        .put(gamma)
        .put(beta)
        .put(dGamma)
        .put(dBeta)
        .put(dx)
        .elements(x.size());
  }

  @Override
  public void scaleChannels(Tensor dy, Tensor scale, Tensor dx) {
    launch
        .of(Kernel.SCALE_CHANNELS)
        .put(dy.size())
        .put(channels(dy))
        .put(plane(dy))
        .put(dy)
        .put(scale)
        .put(dx)
        .elements(dy.size());
  }

  private Launch channels(Kernel kernel, Tensor x, int parts) {
    return launch.of(kernel).put(x.count()).put(channels(x)).put(plane(x)).put(parts);
  }

  /** Launches a kernel that sums over the channels of {@code x} in parts. */
  private void add(Launch sums, int parts, Tensor x, Tensor out) {
    sums.address(parts == 1 ? out.address() : partials)
        .address(counter())
        .put(out)
        .blocks((long) channels(x) * parts);
  }

  private long counter() {
    return partials + (long) PARTIALS * Float.BYTES;
  }

  /**
   * Blocks that share a channel: a matter of shapes alone, so sums are the same bits every time.
   *
   * @param sums results for each channel
   */
  private static int parts(Tensor x, int sums) {
    long values = (long) x.count() * plane(x);
    long parts = Math.min(values / PART_VALUES, Math.min(MOST_PARTS, x.count()));
    return (int) Math.max(1, Math.min(parts, PARTIALS / ((long) sums * channels(x))));
  }

  // ---- Moves of images ------------------------------------------------------------------------

  @Override
  public void move(Tensor x, Tensor moves, Tensor y) {
    launch
        .of(Kernel.MOVE)
        .put(y.size())
        .put(channels(y))
        .put(y.shape().extent(2))
        .put(y.shape().extent(3))
        .put(x)
        .put(moves)
        .put(y)
        .threads(y.size());
  }

  // ---- Points of segments and their classes ---------------------------------------------------

  @Override
  public void interpolate(Tensor from, Tensor to, int points, int first, Tensor out) {
    launch
        .of(Kernel.INTERPOLATE)
        .put(out.size())
        .put(sampleSize(out))
        .put(points)
        .put(first)
        .put(from)
        .put(to)
        .put(out)
        .threads(out.size());
  }

  @Override
  public void argmax(Tensor logits, Tensor classes) {
    launch
        .of(Kernel.ARGMAX)
        .put(logits.count())
        .put(sampleSize(logits))
        .put(logits)
        .put(classes)
        .threads(logits.count());
  }

  // ---- Comparisons ----------------------------------------------------------------------------

  @Override
  public void fold(Tensor x, Tensor signs, Tensor y) {
    launch
        .of(Kernel.FOLD)
        .put(y.size())
        .put(sampleSize(x))
        .put(sampleSize(y))
        .put(x)
        .put(signs)
        .put(y)
        .threads(y.size());
  }

  @Override
  public void gridMeans(Tensor x, Tensor y) {
    launch
        .of(Kernel.GRID_MEANS)
        .put(y.size())
        .put(x.shape().extent(2))
        .put(x.shape().extent(3))
        .put(y.shape().extent(2))
        .put(y.shape().extent(3))
        .put(x)
        .put(y)
        .threads(y.size());
  }

  @Override
  public void products(Tensor x, Tensor references, int each, int first, Tensor products) {
    launch
        .of(Kernel.PRODUCTS)
        .put(sampleSize(x))
        .put(each)
        .put(first)
        .put(x)
        .put(references)
        .put(products)
        .blocks(x.count());
  }

  // ---- Loss, reductions, optimisers -----------------------------------------------------------

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor loss, Tensor dLogits) {
    launch
        .of(Kernel.SOFTMAX_CROSS_ENTROPY)
        .put(logits.count())
        .put(sampleSize(logits))
        .put(scale)
        .put(logits)
        .put(labels)
        .put(loss)
        .put(dLogits)
        .threads(logits.count());
  }

  @Override
  public void sum(Tensor slices, Tensor out) {
    launch
        .of(Kernel.SUM)
        .put(slices.count())
        .put(out.size())
        .put(slices)
        .put(out)
        .threads(out.size());
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
    launch
        .of(Kernel.SGD)
        .put(parameters.size())
        .put(rate)
        .put(momentum)
        .put(weightDecay)
        .put(nesterov)
        .put(gradient)
        .put(parameters)
        .put(velocity)
        .threads(parameters.size());
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
    launch
        .of(Kernel.ADAM)
        .put(parameters.size())
        .put(rate)
        .put(beta1)
        .put(beta2)
        .put((float) (1 - Math.pow(beta1, step)))
        .put((float) (1 - Math.pow(beta2, step)))
        .put(epsilon)
        .put(weightDecay)
        .put(gradient)
        .put(parameters)
        .put(first)
        .put(second)
        .threads(parameters.size());
  }

  // ---- Sizes ----------------------------------------------------------------------------------

  private static int sampleSize(Tensor batch) {
    return (int) (batch.size() / batch.count());
  }

  private static int channels(Tensor batch) {
    return batch.shape().extent(1);
  }

  /** Values per sample and channel: rows × columns of an image, 1 of a vector. */
  private static int plane(Tensor batch) {
    Shape shape = batch.shape();
    return shape.rank() == 4 ? shape.extent(2) * shape.extent(3) : 1;
  }
}
