package dev.assay.backend;

import dev.assay.backend.cpu.CpuBackend;
import dev.assay.backend.cuda.Cuda;
import dev.assay.backend.cuda.CudaBackend;
import dev.assay.backend.cuda.CudaStatus;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.io.Text;
import dev.assay.kernels.KernelLibrary;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses and opens a backend. */
public final class Backends {
  /** The best backend that runs here. */
  public static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** What {@link #open} knows: {@code auto}, then the backends from best to slowest. */
  public static List<String> names() {
    return List.of(AUTO, "cuda", "cpu", "reference");
  }

  /**
   * The number of threads to use unless told otherwise: one per processor that this JVM may use.
   */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Opens a backend by name. {@code auto} takes the GPU if it can, else the processor. One log line
   * says so where that may surprise: a GPU is used, or there is one that cannot be. A backend asked
   * for by its name must run.
   *
   * @param threads workers, the calling thread included
   * @throws BackendUnavailableException if the named backend cannot run here, with the reason and
   *     the way out
   */
  public static Backend open(String name, int threads) {
    return switch (name) {
      case AUTO -> best(threads);
      case "cuda" -> cuda();
      case "cpu" -> cpu(threads);
      case "reference" -> new ReferenceBackend(threads);
      default ->
          throw new BackendUnavailableException(
              Text.format("no backend '%s'; known are %s", name, String.join(", ", names())));
    };
  }

  private static Backend best(int threads) {
    CudaStatus gpu = Cuda.status();
    if (gpu.ok()) {
      try {
        Backend cuda = cuda();
        LOG.info("backend {}", cuda.description());
        return cuda;
      } catch (BackendUnavailableException e) {
        // users of a GPU should not have to find out by the slowness
        LOG.warn("the GPU is not used: {}", e.getMessage());
      }
    } else if (gpu.isExpected()) {
      // nothing to be told at every start; assay doctor tells
      LOG.debug("no GPU: {}", gpu.reason());
    } else {
      LOG.warn("the GPU is not used: {}", gpu.explanation());
    }
    return KernelLibrary.available() || KernelLibrary.isForced() ? cpu(threads) : fallback(threads);
  }

  private static Backend cuda() {
    CudaStatus gpu = Cuda.status();
    if (!gpu.ok()) {
      throw new BackendUnavailableException(
          Text.format("backend cuda: %s; or use --backend cpu", gpu.explanation()));
    }
    try {
      return CudaBackend.open();
    } catch (IllegalStateException | OutOfDeviceMemoryException | LinkageError e) {
      throw new BackendUnavailableException(
          Text.format("backend cuda: %s; or use --backend cpu", e.getMessage()));
    }
  }

  private static Backend cpu(int threads) {
    if (!KernelLibrary.available()) {
      throw new BackendUnavailableException(
          Text.format(
              "backend cpu: %s; use --backend reference to run without", KernelLibrary.reason()));
    }
    return new CpuBackend(threads);
  }

  private static Backend fallback(int threads) {
    LOG.warn("{}; using the reference backend, which is slow", KernelLibrary.reason());
    return new ReferenceBackend(threads);
  }
}
