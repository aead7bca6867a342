package dev.assay.backend.cuda;

import dev.assay.backend.cuda.CudaStatus.Card;
import dev.assay.io.Text;
import dev.assay.kernels.NativeCache;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** This machine. Nothing of JavaCPP is touched before {@link #load}. */
final class RuntimeProbe implements Probe {
  private static final List<String> NODES =
      List.of(
          "/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/proc/driver/nvidia", "/dev/nvhost-gpu");

  private static final String LINK_PATH = "org.bytedeco.javacpp.platform.linkpath";

  /** JavaCPP counts pinned and mapped memory as its own and would refuse to go on. */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static final String PRELOAD = "org.bytedeco.javacpp.platform.preload";

  @Override
  public String setting() {
    String value = System.getProperty("assay.cuda", System.getenv("ASSAY_CUDA"));
    return value == null ? "auto" : value.strip().toLowerCase(Locale.ROOT);
  }

  /** A plain loop: on most machines this is all that is asked, and streams take long to begin. */
  @Override
  public boolean hasDeviceNode() {
    for (String node : NODES) {
      if (new File(node).exists()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean hasClasses() {
    try {
      Class.forName("org.bytedeco.cuda.global.cudart", false, RuntimeProbe.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  public Found load() {
    return Presets.load();
  }

  @Override
  public String version(String library) {
    return Presets.version(library);
  }

  /** Tells JavaCPP where to look; it looks there before its built-in places. */
  private static void prepare() {
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    List<Path> folders = LibraryFolders.here().find();
    String path =
        folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    String given = System.getProperty(LINK_PATH, "");
    set(LINK_PATH, given.isEmpty() ? path : given + File.pathSeparator + path);
    if (LibraryFolders.containing(folders, "libcuda.so.1") != null
        && System.getProperty(PRELOAD) == null) {
      set(PRELOAD, "cuda@.1");
    }
  }

  /** JavaCPP reads the system's properties once, perhaps long ago: its copy is set, too. */
  private static void set(String property, String value) {
    System.setProperty(property, value);
    Loader.loadProperties()
        .setProperty(property.substring("org.bytedeco.javacpp.".length()), value);
  }

  /** Loading this class touches the presets. */
  private static final class Presets {
    static Found load() {
      prepare();
      load(cudart.class);
      int[] runtime = {0};
      int[] driver = {0};
      int[] count = {0};
      cudart.cudaRuntimeGetVersion(runtime);
      cudart.cudaDriverGetVersion(driver);
      int error = cudart.cudaGetDeviceCount(count);
      List<Card> cards = new ArrayList<>();
      for (int device = 0; error == 0 && device < count[0]; device++) {
        try (cudaDeviceProp properties = new cudaDeviceProp()) {
          error = cudart.cudaGetDeviceProperties(properties, device);
          cards.add(
              new Card(
                  properties.name().getString(),
                  10 * properties.major() + properties.minor(),
                  properties.totalGlobalMem()));
        }
      }
      String name = cudart.cudaGetErrorName(error).getString();
      return new Found(cudart.CUDART_VERSION, runtime[0], driver[0], error, name, cards);
    }

    static String version(String library) {
      return switch (library) {
        case Cuda.CUBLAS -> {
          load(cublas.class);
          yield Text.format("%d.%d.%d", property(0), property(1), property(2));
        }
        case Cuda.NVRTC -> {
          loadBuiltins();
          load(nvrtc.class);
          yield Nvrtc.version();
        }
        case Cuda.CUDNN -> {
          load(cudnn.class);
          long version = cudnn.cudnnGetVersion();
          yield Text.format("%d.%d.%d", version / 10000, version % 10000 / 100, version % 100);
        }
        default -> throw new IllegalArgumentException(library);
      };
    }

    private static void load(Class<?> library) {
      NativeCache.load("org/bytedeco/cuda", "libjnicudart.so", () -> Loader.load(library));
    }

    /** Major, minor or patch version of cuBLAS. */
    private static int property(int which) {
      int[] value = {0};
      cublas.cublasGetProperty(which, value);
      return value[0];
    }

    /**
     * NVRTC opens its builtins by name and does not look beside itself; a library that is loaded is
     * found by its name.
     */
    private static void loadBuiltins() {
      Path builtins = LibraryFolders.file(LibraryFolders.here().find(), "libnvrtc-builtins.so.13*");
      if (builtins != null) {
        System.load(builtins.toAbsolutePath().toString());
      }
    }
  }
}
