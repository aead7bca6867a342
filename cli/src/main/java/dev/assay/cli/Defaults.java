package dev.assay.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/**
 * The default of an option that names none is what its field holds, so that the defaults of a study
 * stand in its configuration alone. Here they become text, as a user would type it.
 */
final class Defaults implements IDefaultValueProvider {
  @Override
  public String defaultValue(ArgSpec option) {
    return of(option);
  }

  /** The default of an option as text; null where it has none, as flags. */
  static String of(ArgSpec option) {
    Object value = option.initialValue();
    if (option.defaultValue() != null) {
      return option.defaultValue();
    } else if (value instanceof Collection<?> values) {
      return values.isEmpty()
          ? null
          : values.stream().map(Defaults::text).collect(Collectors.joining(","));
    }
    return value == null || value instanceof Boolean ? null : text(value);
  }

  /** Numbers without what Java adds to them: 1e-5, not 1.0E-5. */
  private static String text(Object value) {
    String text = value.toString();
    return value instanceof Double
        ? text.toLowerCase(Locale.ROOT).replaceFirst("\\.0(?=e|$)", "")
        : text;
  }
}
