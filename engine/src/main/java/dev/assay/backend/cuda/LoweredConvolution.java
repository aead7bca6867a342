package dev.assay.backend.cuda;

import dev.assay.backend.Window;
import dev.assay.backend.cuda.Work.Product;
import dev.assay.tensor.Tensor;

/**
 * Convolution as products of matrices: the images' columns are laid out in scratch, a few samples
 * at a time. What runs where cuDNN is missing or has no algorithm for a shape.
 */
final class LoweredConvolution implements Convolution {
  /** Scratch that suffices unless a single sample needs more, in floats. */
  private static final long CHUNK = 1 << 20;

  private static final int MOST_SAMPLES = 64;

  private final Work work;
  private final Launch launch;

  LoweredConvolution(Work work, Launch launch) {
    this.work = work;
    this.launch = launch;
  }

  /** Extents of a convolution: image, taps of a filter, pixels of the output. */
  private record Extents(int channels, int taps, int pixels, int outputs) {
    static Extents of(Tensor image, Tensor map, Window window) {
      int channels = image.shape().extent(1);
      return new Extents(
          channels,
          channels * window.area(),
          map.shape().extent(2) * map.shape().extent(3),
          map.shape().extent(1));
    }

    long columns() {
      return (long) taps * pixels;
    }
  }

  @Override
  public long scratchSize(Window window, int inChannels, int height, int width, int outChannels) {
    long perSample =
        (long) inChannels * window.area() * window.outputHeight(height) * window.outputWidth(width);
    return perSample * chunk(perSample);
  }

  private static int chunk(long perSample) {
    return (int) Math.max(1, Math.min(MOST_SAMPLES, CHUNK / perSample));
  }

  /** {@code Y = W·columns(X)} for each sample. */
  @Override
  public void forward(
      Window window, Tensor x, Tensor weights, Epilogue epilogue, Tensor y, Tensor scratch) {
    Extents e = Extents.of(x, y, window);
    Product product =
        new Product(
            false,
            false,
            e.pixels,
            e.outputs,
            e.taps,
            e.pixels,
            e.taps,
            e.pixels,
            e.columns(),
            0,
            (long) e.outputs * e.pixels);
    int chunk = chunk(e.columns());
    for (int from = 0; from < x.count(); from += chunk) {
      int to = Math.min(x.count(), from + chunk);
      Tensor maps = y.slice(from, to);
      lower(window, x.slice(from, to), maps, scratch);
      work.multiply(product, scratch.address(), weights.address(), 0, maps.address(), to - from);
    }
    epilogue.apply(launch, y);
  }

  /** {@code columns(dX) = Wᵀ·dY} for each sample. */
  @Override
  public void backwardData(Window window, Tensor dy, Tensor weights, Tensor dx, Tensor scratch) {
    Extents e = Extents.of(dx, dy, window);
    Product product =
        new Product(
            false,
            true,
            e.pixels,
            e.taps,
            e.outputs,
            e.pixels,
            e.taps,
            e.pixels,
            (long) e.outputs * e.pixels,
            0,
            e.columns());
    int chunk = chunk(e.columns());
    for (int from = 0; from < dx.count(); from += chunk) {
      int to = Math.min(dx.count(), from + chunk);
      Tensor maps = dy.slice(from, to);
      work.multiply(product, maps.address(), weights.address(), 0, scratch.address(), to - from);
      Tensor images = dx.slice(from, to);
      geometry(launch.of(Kernel.FROM_COLUMNS).put(images.size()), window, images, maps)
          .put(scratch)
          .put(images)
          .threads(images.size());
    }
  }

  /** {@code dW = Σ_n dY·columns(X)ᵀ}, sample after sample. */
  @Override
  public void backwardWeights(Window window, Tensor x, Tensor dy, Tensor dWeights, Tensor scratch) {
    Extents e = Extents.of(x, dy, window);
    Product product =
        new Product(true, false, e.taps, e.outputs, e.pixels, e.pixels, e.pixels, e.taps, 0, 0, 0);
    int chunk = chunk(e.columns());
    for (int from = 0; from < x.count(); from += chunk) {
      int to = Math.min(x.count(), from + chunk);
      lower(window, x.slice(from, to), dy.slice(from, to), scratch);
      for (int n = from; n < to; n++) {
        work.multiply(
            product,
            scratch.address() + (n - from) * e.columns() * Float.BYTES,
            dy.slice(n, n + 1).address(),
            n == 0 ? 0 : 1,
            dWeights.address(),
            1);
      }
    }
  }

  private void lower(Window window, Tensor images, Tensor maps, Tensor scratch) {
    long count = images.count() * Extents.of(images, maps, window).columns();
    geometry(launch.of(Kernel.TO_COLUMNS).put(count), window, images, maps)
        .put(images)
        .put(scratch)
        .threads(count);
  }

  /** The window, rows and columns of the images, and of the maps. */
  static Launch geometry(Launch launch, Window window, Tensor images, Tensor maps) {
    return launch
        .put(window.kernelHeight())
        .put(window.kernelWidth())
        .put(window.strideHeight())
        .put(window.strideWidth())
        .put(window.paddingHeight())
        .put(window.paddingWidth())
        .put(images.shape().extent(2))
        .put(images.shape().extent(3))
        .put(maps.shape().extent(2))
        .put(maps.shape().extent(3));
  }

  @Override
  public void close() {}
}
