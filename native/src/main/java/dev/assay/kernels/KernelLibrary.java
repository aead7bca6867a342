package dev.assay.kernels;

import java.util.List;
import java.util.Locale;

/**
 * Loads the C++ kernels, once, and chooses their instruction set: the best one of the processor, or
 * the one named by the system property {@code assay.isa} or the environment variable {@code
 * ASSAY_ISA} ({@code base}, {@code avx2}, {@code avx512}; {@code neon} on arm64).
 */
public final class KernelLibrary {
  private static final String PROPERTY = "assay.isa";
  private static final String VARIABLE = "ASSAY_ISA";

  private static final String LIBRARY = "libjniKernels.so";

  private static final List<String> LEVELS =
      System.getProperty("os.arch").equals("aarch64")
          ? List.of("neon")
          : List.of("base", "avx2", "avx512");

  private static final String REASON = load();

  private KernelLibrary() {}

  /** Whether the kernels can be called. */
  public static boolean available() {
    return REASON == null;
  }

  /** Why the kernels cannot be called, in one line; null if they can. */
  public static String reason() {
    return REASON;
  }

  /** Whether a certain instruction set was asked for. */
  public static boolean isForced() {
    String forced = forced();
    return forced != null && !forced.isBlank();
  }

  private static String forced() {
    return System.getProperty(PROPERTY, System.getenv(VARIABLE));
  }

  /** The file that the kernels were loaded from. Kernels must be available. */
  public static String path() {
    return org.bytedeco.javacpp.Loader.load(Kernels.class);
  }

  /** The instruction set in use. Kernels must be available. */
  public static String isa() {
    return LEVELS.get(Kernels.isaLevel());
  }

  /** The best instruction set of this processor. Kernels must be available. */
  public static String bestIsa() {
    return LEVELS.get(Kernels.isaBest());
  }

  /**
   * Copies {@code count} floats of a Java array to an address. The array's bounds are checked, the
   * address is not.
   */
  public static native void copyIn(float[] source, int from, int count, long address);

  /** Copies {@code count} floats from an address into a Java array. */
  public static native void copyOut(long address, float[] target, int from, int count);

  private static String load() {
    try {
      NativeCache.load("dev/assay/kernels", LIBRARY, Kernels::isaLevel);
    } catch (LinkageError e) {
      return "kernels not available: " + cause(e);
    }
    if (!isForced()) {
      return null;
    }
    String forced = forced();
    int level = LEVELS.indexOf(forced.strip().toLowerCase(Locale.ROOT));
    if (level < 0) {
      return String.format(
          Locale.ROOT,
          "kernels not available: instruction set '%s' is unknown here, expected one of %s",
          forced,
          String.join(", ", LEVELS));
    }
    if (!Kernels.isaSelect(level)) {
      return String.format(
          Locale.ROOT,
          "kernels not available: instruction set '%s' was asked for, this processor has %s",
          forced,
          String.join(", ", LEVELS.subList(0, Kernels.isaBest() + 1)));
    }
    return null;
  }

  private static String cause(Throwable problem) {
    String platform = org.bytedeco.javacpp.Loader.getPlatform();
    return KernelLibrary.class.getResource(platform + "/" + LIBRARY) == null
        ? "this build has none for " + platform + " (no C++ compiler when it was built)"
        : NativeCache.cause(problem);
  }
}
