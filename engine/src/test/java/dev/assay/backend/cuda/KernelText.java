package dev.assay.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels as their source declares them. */
final class KernelText {
  private static final Pattern DECLARATION =
      Pattern.compile("extern \"C\" __global__ void (\\w+)\\(([^)]*)\\)\\s*\\{");

  private KernelText() {}

  /**
   * One kernel.
   *
   * @param parameters letters as in {@link Kernel#parameters}
   * @param types C types
   * @param blockwise whether its threads wait for each other
   */
  record Declared(String name, String parameters, List<String> types, boolean blockwise) {}

  static List<Declared> declared(String source) {
    List<Declared> all = new ArrayList<>();
    Matcher matcher = DECLARATION.matcher(source);
    while (matcher.find()) {
      List<String> types = new ArrayList<>();
      StringBuilder letters = new StringBuilder();
      for (String parameter : matcher.group(2).split(",")) {
        String type = parameter.strip().replaceAll("\\s*\\w+$", "");
        types.add(type);
        letters.append(letter(type));
      }
      int end = source.indexOf("\n}\n", matcher.end());
      boolean blockwise =
          source.substring(matcher.end(), end).matches("(?s).*(blockSum|__syncthreads)\\(.*");
      all.add(new Declared(matcher.group(1), letters.toString(), types, blockwise));
    }
    return all;
  }

  private static char letter(String type) {
    return switch (type) {
      case "i64" -> 'l';
      case "int" -> 'i';
      case "float" -> 'f';
      case "const float*", "float*", "unsigned*" -> 'p';
      default -> throw new AssertionError("a kernel takes a " + type);
    };
  }
}
