package dev.assay.peers;

import java.util.List;
import java.util.Map;

/** The engines, each with the settings of which the best counts. */
enum Side {
  ASSAY("Assay") {
    @Override
    Engine open(int threads, String options) {
      return new AssayEngine(threads);
    }

    @Override
    List<Variant> variants(int threads) {
      return List.of(new Variant(this, "default", Map.of(), NONE));
    }
  },

  LIBTORCH("libtorch") {
    @Override
    Engine open(int threads, String options) {
      return new TorchEngine(threads, options.equals(CHANNELS_LAST));
    }

    @Override
    List<Variant> variants(int threads) {
      String all = Integer.toString(threads);
      Map<String, String> plain = Map.of("OMP_NUM_THREADS", all, "OPENBLAS_NUM_THREADS", all);
      Variant defaults = new Variant(this, "default", plain, NONE);
      Variant malloc = defaults.with("malloc", MALLOC);
      if (threads == 1) {
        return List.of(defaults, malloc, malloc.with("channels last", CHANNELS_LAST));
      }
      // two pools of threads, libgomp's and OpenBLAS's, fight for the cores; two ways out
      Map<String, String> oneBlas = Map.of("OPENBLAS_NUM_THREADS", "1");
      Map<String, String> passive = Map.of("OMP_WAIT_POLICY", "passive");
      return List.of(
          defaults,
          malloc,
          defaults.with("BLAS 1 thread", oneBlas),
          defaults.with("passive wait", passive),
          malloc.with("BLAS 1 thread", oneBlas),
          malloc.with("passive wait", passive),
          malloc.with("BLAS 1 thread", oneBlas).with("channels last", CHANNELS_LAST),
          malloc.with("passive wait", passive).with("channels last", CHANNELS_LAST));
    }
  },

  ONNX_RUNTIME("ONNX Runtime") {
    @Override
    Engine open(int threads, String options) {
      return new OnnxEngine(threads, options.equals(SPINNING));
    }

    @Override
    List<Variant> variants(int threads) {
      return List.of(
          new Variant(this, "spinning", Map.of(), SPINNING),
          new Variant(this, "not spinning", Map.of(), NONE));
    }
  };

  private static final String NONE = "-";
  private static final String CHANNELS_LAST = "channels-last";
  private static final String SPINNING = "spinning";

  /** Keeps freed memory in the process instead of giving every large tensor back to the kernel. */
  private static final Map<String, String> MALLOC =
      Map.of(
          "GLIBC_TUNABLES",
          "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592"
              + ":glibc.malloc.top_pad=268435456");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** To be called in the worker process. */
  abstract Engine open(int threads, String options);

  abstract List<Variant> variants(int threads);

  boolean runs(Workload workload) {
    return this != ONNX_RUNTIME || workload.isInference();
  }
}
