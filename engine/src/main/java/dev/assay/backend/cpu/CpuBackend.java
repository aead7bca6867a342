package dev.assay.backend.cpu;

import dev.assay.backend.Backend;
import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Direction;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.backend.Workers;
import dev.assay.io.Text;
import dev.assay.kernels.KernelLibrary;
import dev.assay.kernels.Kernels;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Storage;
import dev.assay.tensor.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The operations as C++ kernels for the instruction set of the processor, on native memory. Calls
 * pass addresses and sizes and allocate nothing.
 */
public final class CpuBackend implements Backend {
  /** The forms of a convolution by the number that kernels.h gives them. */
  private static final List<String> FORMS = List.of("rows", "flat", "gather", "winograd", "bands");

  /** Blocks from this size on are asked for only if the machine has as much: 16 MiB. */
  private static final long LARGE = 16 << 20;

  private final Workers workers;
  private final AtomicLong liveBytes = new AtomicLong();

  /**
   * @param threads workers, the caller included
   * @throws IllegalStateException if the kernels cannot be loaded, saying why
   */
  public CpuBackend(int threads) {
    if (!KernelLibrary.available()) {
      throw new IllegalStateException(KernelLibrary.reason());
    }
    workers = new Workers(threads);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    int threads = workers.count();
    return Text.format("%s, %d thread%s", arithmetic(), threads, threads == 1 ? "" : "s");
  }

  @Override
  public String arithmetic() {
    return Text.format("cpu: %s kernels", KernelLibrary.isa());
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
    MachineMemory.require(bytes, liveBytes());
  }

  @Override
  public Storage allocate(long floats) {
    workers.requireOpen();
    long bytes = Math.multiplyExact(floats, Float.BYTES);
    if (bytes >= LARGE) {
      requireRoom(bytes);
    }
    return new NativeStorage(floats, liveBytes);
  }

  @Override
  public void close() {
    workers.close();
  }

  // ---- Convolution ----------------------------------------------------------------------------

  @Override
  public long conv2dPackedSize(
      Window window, int inChannels, int outChannels, Direction direction) {
    return Kernels.convPackedSize(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        inChannels,
        outChannels,
        direction == Direction.BACKWARD);
  }

  @Override
  public List<String> conv2dForms(
      Window window, int inChannels, int height, int width, int outChannels) {
    return IntStream.range(0, 3)
        .mapToObj(
            product ->
                FORMS.get(
                    Kernels.convForm(
                        window.kernelHeight(),
                        window.kernelWidth(),
                        window.strideHeight(),
                        window.strideWidth(),
                        window.paddingHeight(),
                        window.paddingWidth(),
                        inChannels,
                        height,
                        width,
                        outChannels,
                        product)))
        .toList();
  }

  @Override
  public void conv2dPack(Window window, Tensor weights, Direction direction, Tensor packed) {
    Kernels.convPack(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        weights.shape().extent(1),
        weights.count(),
        direction == Direction.BACKWARD,
        weights.address(),
        packed.address());
  }

  @Override
  public long conv2dScratchSize(
      Window window, int inChannels, int height, int width, int outChannels) {
    return Kernels.convScratchSize(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        inChannels,
        height,
        width,
        outChannels);
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
    Kernels.conv(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        x.count(),
        x.shape().extent(1),
        x.shape().extent(2),
        x.shape().extent(3),
        y.shape().extent(1),
        x.address(),
        packed.address(),
        address(bias),
        relu,
        y.address(),
        scratch.address(),
        part,
        parts);
  }

  @Override
  public void conv2dBackwardData(
      Window window, Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    Kernels.convBackwardData(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        dx.count(),
        dx.shape().extent(1),
        dx.shape().extent(2),
        dx.shape().extent(3),
        dy.shape().extent(1),
        dy.address(),
        packed.address(),
        dx.address(),
        scratch.address(),
        part,
        parts);
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
    Kernels.convBackwardWeights(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        x.count(),
        x.shape().extent(1),
        x.shape().extent(2),
        x.shape().extent(3),
        dy.shape().extent(1),
        x.address(),
        dy.address(),
        dWeights.address(),
        address(dBias),
        scratch.address(),
        part,
        parts);
  }

  // ---- Dense ----------------------------------------------------------------------------------

  @Override
  public long densePackedSize(int inputs, int outputs, Direction direction) {
    return Kernels.densePackedSize(inputs, outputs, direction == Direction.BACKWARD);
  }

  @Override
  public void densePack(Tensor weights, Direction direction, int part, int parts, Tensor packed) {
    Kernels.densePack(
        weights.address(),
        weights.shape().extent(1),
        weights.count(),
        direction == Direction.BACKWARD,
        part,
        parts,
        packed.address());
  }

  @Override
  public long denseScratchSize(int batch, int inputs, int outputs) {
    return Kernels.denseScratchSize(batch, inputs, outputs);
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
    product(x, packed, address(bias), relu, part, parts, y);
  }

  @Override
  public void denseBackwardData(
      Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    product(dy, packed, 0, false, part, parts, dx);
  }

  private static void product(
      Tensor x, Tensor packed, long bias, boolean relu, int part, int parts, Tensor y) {
    Kernels.dense(
        x.address(),
        packed.address(),
        bias,
        relu,
        x.count(),
        sampleSize(x),
        sampleSize(y),
        y.address(),
        part,
        parts);
  }

  @Override
  public void densePlain(
      Tensor x, Tensor weights, Tensor bias, boolean relu, Tensor y, Tensor scratch) {
    Kernels.densePlain(
        x.address(),
        weights.address(),
        address(bias),
        relu,
        x.count(),
        sampleSize(x),
        sampleSize(y),
        y.address(),
        scratch.address());
  }

  @Override
  public void densePlainBackwardData(Tensor dy, Tensor weights, Tensor dx, Tensor scratch) {
    Kernels.densePlainBackwardData(
        dy.address(),
        weights.address(),
        dx.count(),
        sampleSize(dx),
        sampleSize(dy),
        dx.address(),
        scratch.address());
  }

  @Override
  public void denseBackwardWeights(
      Tensor x, Tensor dy, int fromRow, int toRow, Tensor dWeights, Tensor dBias, Tensor scratch) {
    Kernels.denseBackwardWeights(
        x.address(),
        dy.address(),
        x.count(),
        sampleSize(x),
        sampleSize(dy),
        fromRow,
        toRow,
        dWeights.address(),
        address(dBias),
        scratch.address());
  }

  // ---- Pooling and filters --------------------------------------------------------------------

  @Override
  public void maxPool(Window window, Tensor x, Tensor y, Tensor argmax) {
    Kernels.maxPool(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        planes(x),
        x.shape().extent(2),
        x.shape().extent(3),
        x.address(),
        y.address(),
        address(argmax));
  }

  @Override
  public void maxPoolBackward(Window window, Tensor argmax, Tensor dy, Tensor dx) {
    Kernels.maxPoolBackward(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        argmax.count(),
        dy.count() / argmax.count(),
        argmax.shape().extent(1),
        dx.shape().extent(2),
        dx.shape().extent(3),
        argmax.address(),
        dy.address(),
        dx.address());
  }

  @Override
  public void avgPool(Window window, Tensor x, Tensor y) {
    Kernels.avgPool(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        planes(x),
        x.shape().extent(2),
        x.shape().extent(3),
        x.address(),
        y.address());
  }

  @Override
  public void avgPoolBackward(Window window, Tensor dy, Tensor dx) {
    Kernels.avgPoolBackward(
        window.kernelHeight(),
        window.kernelWidth(),
        window.strideHeight(),
        window.strideWidth(),
        window.paddingHeight(),
        window.paddingWidth(),
        planes(dx),
        dx.shape().extent(2),
        dx.shape().extent(3),
        dy.address(),
        dx.address());
  }

  @Override
  public void pad(Edge edge, int top, int left, Tensor x, Tensor y) {
    Kernels.pad(
        edge.ordinal(),
        planes(x),
        x.shape().extent(2),
        x.shape().extent(3),
        top,
        left,
        y.shape().extent(2),
        y.shape().extent(3),
        x.address(),
        y.address());
  }

  @Override
  public void padBackward(Edge edge, int top, int left, Tensor dy, Tensor dx) {
    Kernels.padBackward(
        edge.ordinal(),
        planes(dx),
        dx.shape().extent(2),
        dx.shape().extent(3),
        top,
        left,
        dy.shape().extent(2),
        dy.shape().extent(3),
        dy.address(),
        dx.address());
  }

  @Override
  public void selectPhase(int strideHeight, int strideWidth, Tensor x, Tensor phases) {
    Kernels.selectPhase(
        strideHeight,
        strideWidth,
        x.count(),
        channels(x),
        x.shape().extent(2),
        x.shape().extent(3),
        x.address(),
        phases.address());
  }

  @Override
  public void blur(Blur blur, Tensor phases, Tensor x, Tensor y) {
    Kernels.blur(
        blur.size(),
        blur.strideHeight(),
        blur.strideWidth(),
        code(blur.edge()),
        planes(x),
        x.shape().extent(2),
        x.shape().extent(3),
        address(phases),
        sharing(phases, x),
        x.address(),
        y.address());
  }

  @Override
  public void blurBackward(Blur blur, Tensor phases, Tensor dy, Tensor dx) {
    Kernels.blurBackward(
        blur.size(),
        blur.strideHeight(),
        blur.strideWidth(),
        code(blur.edge()),
        planes(dx),
        dx.shape().extent(2),
        dx.shape().extent(3),
        address(phases),
        sharing(phases, dx),
        dy.address(),
        dx.address());
  }

  /** Planes that share a phase: those of a sample, or of its cotangents. */
  private static long sharing(Tensor phases, Tensor images) {
    return phases == null ? 1 : planes(images) / phases.count();
  }

  /** The numbers of {@code kernels.h}. */
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
    Kernels.relu(slope, x.size(), x.address(), y.address());
  }

  @Override
  public void reluBackward(float slope, Tensor y, Tensor dy, Tensor dx) {
    Kernels.reluBackward(
        slope,
        y.count(),
        dy.count() / y.count(),
        y.size() / y.count(),
        y.address(),
        dy.address(),
        dx.address());
  }

  @Override
  public void clip(float least, float most, Tensor x, Tensor y) {
    Kernels.clip(least, most, x.size(), x.address(), y.address());
  }

  @Override
  public void clipBackward(float least, float most, Tensor y, Tensor dy, Tensor dx) {
    Kernels.clipBackward(
        least,
        most,
        y.count(),
        dy.count() / y.count(),
        y.size() / y.count(),
        y.address(),
        dy.address(),
        dx.address());
  }

  @Override
  public void curve(Curve f, Tensor x, Tensor y) {
    Kernels.curve(f.ordinal(), x.size(), x.address(), y.address());
  }

  @Override
  public void curveBackward(Curve f, Tensor x, Tensor dy, Tensor dx) {
    Kernels.curveBackward(
        f.ordinal(),
        x.count(),
        dy.count() / x.count(),
        x.size() / x.count(),
        x.address(),
        dy.address(),
        dx.address());
  }

  @Override
  public void dropout(float rate, long key, long firstSample, Tensor x, Tensor y) {
    long counter = firstSample * (x.size() / x.count());
    Kernels.dropout(rate, key, counter, x.size(), x.address(), y.address());
  }

  // ---- Branches -------------------------------------------------------------------------------

  @Override
  public void add(Tensor a, Tensor b, boolean relu, Tensor y) {
    Kernels.add(y.size(), a.address(), b.address(), relu, y.address());
  }

  @Override
  public void copyChannels(Tensor x, int from, Tensor y, int to, int channels) {
    long plane = plane(x);
    Kernels.copyRows(
        x.count(),
        channels * plane,
        x.address() + from * plane * Float.BYTES,
        sampleSize(x),
        y.address() + to * plane * Float.BYTES,
        sampleSize(y));
  }

  // ---- BatchNorm ------------------------------------------------------------------------------

  @Override
  public void batchNormStatistics(Tensor x, Tensor partial) {
    Kernels.batchNormStatistics(x.count(), channels(x), plane(x), x.address(), partial.address());
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
    Kernels.batchNormMerge(
        partials.count(),
        mean.count(),
        batch,
        slice,
        plane,
        momentum,
        epsilon,
        partials.address(),
        address(bias),
        mean.address(),
        inverseDeviation.address(),
        runningMean.address(),
        runningVariance.address());
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
    Kernels.batchNorm(
        x.count(),
        channels(x),
        plane(x),
        x.address(),
        mean.address(),
        inverseDeviation.address(),
        gamma.address(),
        beta.address(),
        relu,
        y.address());
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
    Kernels.batchNormBackwardStatistics(
        x.count(),
        channels(x),
        plane(x),
        x.address(),
        dy.address(),
        mean.address(),
        inverseDeviation.address(),
        gamma.address(),
        beta.address(),
        relu,
        partial.address());
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
    Kernels.batchNormBackward(
        x.count(),
        channels(x),
        plane(x),
        x.address(),
        dy.address(),
        mean.address(),
        inverseDeviation.address(),
        gamma.address(),
        beta.address(),
        relu,
        dGamma.address(),
        dBeta.address(),
        population,
        dx.address());
  }

  @Override
  public void scaleChannels(Tensor dy, Tensor scale, Tensor dx) {
    Kernels.scaleChannels(
        dy.count(), channels(dy), plane(dy), dy.address(), scale.address(), dx.address());
  }

  // ---- Moves of images ------------------------------------------------------------------------

  @Override
  public void move(Tensor x, Tensor moves, Tensor y) {
    Shape shape = x.shape();
    Kernels.move(
        x.count(),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        x.address(),
        moves.address(),
        y.address());
  }

  // ---- Points of segments and their classes ---------------------------------------------------

  @Override
  public void interpolate(Tensor from, Tensor to, int points, int first, Tensor out) {
    long size = out.size() / out.count();
    Kernels.interpolate(
        out.count(), size, points, first, from.address(), to.address(), out.address());
  }

  @Override
  public void argmax(Tensor logits, Tensor classes) {
    int width = (int) (logits.size() / logits.count());
    Kernels.argmax(logits.count(), width, logits.address(), classes.address());
  }

  // ---- Comparisons ----------------------------------------------------------------------------

  @Override
  public void fold(Tensor x, Tensor signs, Tensor y) {
    Kernels.fold(
        x.count(), sampleSize(x), sampleSize(y), x.address(), signs.address(), y.address());
  }

  @Override
  public void gridMeans(Tensor x, Tensor y) {
    Kernels.gridMeans(
        (long) x.count() * x.shape().extent(1),
        x.shape().extent(2),
        x.shape().extent(3),
        y.shape().extent(2),
        y.shape().extent(3),
        x.address(),
        y.address());
  }

  @Override
  public void products(Tensor x, Tensor references, int each, int first, Tensor products) {
    Kernels.products(
        x.count(),
        sampleSize(x),
        each,
        first,
        x.address(),
        references.address(),
        products.address());
  }

  // ---- Loss, reductions, optimisers -----------------------------------------------------------

  @Override
  public void softmaxCrossEntropy(
      Tensor logits, Tensor labels, float scale, Tensor loss, Tensor dLogits) {
    Kernels.softmaxCrossEntropy(
        logits.count(),
        sampleSize(logits),
        logits.address(),
        labels.address(),
        scale,
        loss.address(),
        address(dLogits));
  }

  @Override
  public void sum(Tensor partials, Tensor out) {
    Kernels.sum(partials.count(), out.size(), partials.address(), out.address());
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
    Kernels.sgd(
        parameters.size(),
        parameters.address(),
        gradient.address(),
        velocity.address(),
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
    Kernels.adam(
        parameters.size(),
        parameters.address(),
        gradient.address(),
        first.address(),
        second.address(),
        rate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        step);
  }

  // ---- Sizes ----------------------------------------------------------------------------------

  private static long address(Tensor optional) {
    return optional == null ? 0 : optional.address();
  }

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

  private static long planes(Tensor images) {
    return (long) images.count() * images.shape().extent(1);
  }
}
