package dev.assay.backend.cuda;

import dev.assay.backend.cuda.CudaStatus.Card;
import dev.assay.backend.cuda.CudaStatus.Part;
import dev.assay.backend.cuda.CudaStatus.State;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the GPU of this machine can be used: decided once, and nothing native is touched unless
 * the operating system shows an NVIDIA device. The system property {@code assay.cuda} or the
 * environment variable {@code ASSAY_CUDA} may say {@code off}, or {@code force} to look without
 * such a device.
 */
public final class Cuda {
  static final String CUBLAS = "cuBLAS";
  static final String NVRTC = "NVRTC";
  static final String CUDNN = "cuDNN";

  /** Without these nothing works; cuDNN is faster convolution. */
  private static final List<String> REQUIRED = List.of(CUBLAS, NVRTC);

  /** The oldest compute capability that CUDA 13 compiles for. */
  private static final int OLDEST_CAPABILITY = 75;

  private static final int INSUFFICIENT_DRIVER = 35;
  private static final int SYSTEM_DRIVER_MISMATCH = 803;
  private static final int NO_DEVICE = 100;

  private static final String LIBRARIES =
      "pip install nvidia-cuda-runtime nvidia-cublas nvidia-cuda-nvrtc nvidia-cudnn-cu13, or"
          + " install NVIDIA's packages of CUDA 13 and cuDNN 9";

  private Cuda() {}

  private static final class Holder {
    static final CudaStatus STATUS = examine(new RuntimeProbe());
  }

  /** The outcome; the first call finds it. */
  public static CudaStatus status() {
    return Holder.STATUS;
  }

  static CudaStatus examine(Probe probe) {
    String setting = probe.setting();
    if (setting.equals("off")) {
      return CudaStatus.failed(
          State.DISABLED, "the GPU is switched off by ASSAY_CUDA or assay.cuda", "unset it");
    }
    if (!setting.equals("force") && !probe.hasDeviceNode()) {
      return CudaStatus.failed(
          State.NO_DRIVER,
          "no NVIDIA device (no /dev/nvidiactl or /dev/dxg)",
          "install NVIDIA's driver, or pass the GPU into this container");
    }
    if (!probe.hasClasses()) {
      return CudaStatus.failed(
          State.NO_CLASSES,
          "org.bytedeco:cuda is not on the class path",
          "add it with its classifier for this platform");
    }
    try {
      return judge(probe, probe.load());
    } catch (Throwable problem) {
      return unloaded(problem);
    }
  }

  private static CudaStatus unloaded(Throwable problem) {
    String cause = rootCause(problem);
    if (cause.contains("libcuda.so") || cause.contains("nvcuda")) {
      return CudaStatus.failed(
          State.NO_DRIVER,
          "the driver's library cannot be loaded: " + cause,
          "install NVIDIA's driver, or pass its libraries into this container");
    }
    return problem instanceof LinkageError
        ? CudaStatus.failed(
            State.NO_RUNTIME, "the CUDA runtime cannot be loaded: " + cause, LIBRARIES)
        : CudaStatus.failed(State.ERROR, "CUDA: " + cause, "see assay doctor");
  }

  private static CudaStatus judge(Probe probe, Probe.Found found) {
    String versions =
        Text.format(
            "CUDA of the driver: %s, of the runtime: %s",
            text(found.driver()), text(found.runtime()));
    if (found.runtime() / 1000 != found.built() / 1000) {
      return CudaStatus.failed(
          State.NO_RUNTIME,
          Text.format(
              "CUDA runtime %s was found, %d.x is needed",
              text(found.runtime()), found.built() / 1000),
          LIBRARIES);
    }
    if (found.error() != 0) {
      return withoutDevice(found, found.errorName() + " (" + versions + ")");
    }
    for (int device = 0; device < found.cards().size(); device++) {
      if (found.cards().get(device).capability() >= OLDEST_CAPABILITY) {
        return libraries(probe, found.cards(), device, versions);
      }
    }
    String names = String.join(", ", found.cards().stream().map(Card::name).toList());
    return new CudaStatus(
        State.UNSUPPORTED_DEVICE,
        "no card of compute capability 7.5 or later: " + names,
        "CUDA 13 needs a Turing card or a newer one",
        -1,
        found.cards(),
        List.of());
  }

  private static CudaStatus withoutDevice(Probe.Found found, String reason) {
    return switch (found.error()) {
      case INSUFFICIENT_DRIVER, SYSTEM_DRIVER_MISMATCH ->
          CudaStatus.failed(
              State.DRIVER_TOO_OLD, reason, "install a driver for CUDA 13 (580 or later)");
      case NO_DEVICE ->
          CudaStatus.failed(State.NO_DEVICE, reason, "check nvidia-smi and CUDA_VISIBLE_DEVICES");
      default -> CudaStatus.failed(State.ERROR, reason, "check nvidia-smi");
    };
  }

  private static CudaStatus libraries(Probe probe, List<Card> cards, int device, String versions) {
    List<Part> parts = new ArrayList<>();
    for (String library : List.of(CUBLAS, NVRTC, CUDNN)) {
      parts.add(part(probe, library));
    }
    List<Part> missing =
        parts.stream()
            .filter(part -> part.missing() != null && REQUIRED.contains(part.name()))
            .toList();
    if (missing.isEmpty()) {
      Card card = cards.get(device);
      String reason =
          Text.format(
              "%s, compute capability %s, %s", card.name(), card.capabilityText(), versions);
      return new CudaStatus(State.OK, reason, "", device, cards, parts);
    }
    Part first = missing.get(0);
    return new CudaStatus(
        State.NO_LIBRARY,
        Text.format("%s cannot be loaded: %s", first.name(), first.missing()),
        LIBRARIES,
        -1,
        cards,
        parts);
  }

  private static Part part(Probe probe, String library) {
    try {
      return new Part(library, probe.version(library), null);
    } catch (Throwable problem) {
      return new Part(library, "", rootCause(problem));
    }
  }

  /** 13010 as 13.1, 0 as none. */
  static String text(int version) {
    return version == 0 ? "none" : version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * What lies at the bottom, in one line and with files without their folders: "no jnicudart" never
   * helped anybody.
   */
  static String rootCause(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.replaceAll("\\s+", " ").replaceAll("\\S*/(lib\\S*: )", "$1").strip();
  }
}
