package dev.assay.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The name of a default folder: what is in it, then every option that determines the result and is
 * not the default, as in {@code margins-mlp-mnist-samples200-space-pca-10}.
 */
final class FolderName {
  private static final Set<String> CIRCUMSTANCES =
      Set.of(
          "--out",
          "--force",
          "--format",
          "--resume",
          "--threads",
          "--backend",
          "--data-dir",
          "--store",
          "--quiet",
          "--debug",
          "--config",
          "--json",
          "--help");
  private static final int LONGEST = 120;

  private final String base;
  private final CommandSpec command;
  private final Set<String> without = new TreeSet<>(CIRCUMSTANCES);

  FolderName(String base, CommandSpec command) {
    this.base = base;
    this.command = command;
  }

  /** Leaves options out. */
  FolderName without(String... names) {
    without.addAll(Set.of(names));
    return this;
  }

  String text() {
    String name =
        base
            + command.options().stream()
                .filter(option -> !without.contains(option.longestName()) && !isDefault(option))
                .map(FolderName::part)
                .collect(Collectors.joining());
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST) + "-" + Integer.toHexString(name.hashCode());
  }

  private boolean isDefault(OptionSpec option) {
    if (!command.commandLine().getParseResult().hasMatchedOption(option)) {
      return true;
    }
    String usual = Defaults.of(option);
    return usual != null
        && (option.getValue() instanceof Number number
            ? decimal(number).equals(decimal(new BigDecimal(usual)))
            : text(option).equals(usual));
  }

  private static String part(OptionSpec option) {
    String name = option.longestName().substring(2);
    if (option.getValue() instanceof Boolean) {
      return "-" + name;
    }
    return "-"
        + name
        + (option.getValue() instanceof Number number
            ? decimal(number)
            : "-" + text(option).replaceAll("[^a-z0-9._-]+", "-"));
  }

  private static String text(OptionSpec option) {
    return String.join(",", option.originalStringValues()).toLowerCase(Locale.ROOT);
  }

  private static String decimal(Number number) {
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }
}
