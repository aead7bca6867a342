package dev.assay.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Sees to it that the libtorch of the preset runs and no other. JavaCPP unpacks and loads one
 * library after the other, and libtorch.so needs libtorch_cpu.so, which comes after it; where the
 * system has one of that name, the dynamic loader takes it, and the process crashes. Beside
 * libtorch.so, where it looks first, it must therefore lie from the start.
 */
final class TorchLibraries {
  private static final List<String> NAMES = List.of("libc10.so", "libtorch_cpu.so", "libtorch.so");

  /** A mapping of a library of libtorch, at the end of a line; the preset's lie in its folder. */
  private static final Pattern LIBRARY =
      Pattern.compile("(/\\S*/lib(?:torch|torch_cpu|c10)\\.so[.\\d]*)$");

  private static final String OURS = "/org/bytedeco/pytorch/";

  private TorchLibraries() {}

  /**
   * To be called before anything of libtorch is used.
   *
   * @throws Failure if another libtorch is in the process all the same
   */
  static void load() {
    try {
      for (String name : NAMES) {
        Loader.cacheResource(torch.class, OURS + Loader.getPlatform() + "/" + name);
      }
      Loader.load(torch.class);
      Path maps = Path.of("/proc/self/maps");
      if (Files.isReadable(maps)) {
        for (String library : foreign(Files.readAllLines(maps))) {
          throw new Failure(mixed(library));
        }
      }
    } catch (IOException e) {
      throw new Failure("cannot unpack libtorch: " + e.getMessage(), e);
    }
  }

  /** Libraries of libtorch that are not the preset's, in a list of what a process has mapped. */
  static List<String> foreign(List<String> mapped) {
    return mapped.stream()
        .map(LIBRARY::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .filter(library -> !library.contains(OURS))
        .distinct()
        .toList();
  }

  static String mixed(String library) {
    return library
        + " was loaded, another libtorch than the one that belongs here; take it out of the"
        + " system's library folders for this run";
  }
}
