package dev.assay.cli;

import dev.assay.report.Format;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** As what tables and figures are written beside the page. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "csv,json,svg,png",
      converter = Name.class,
      completionCandidates = Names.class,
      description =
          "Files beside the page: tables as csv, json, npz or latex, figures as svg, png or pdf"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Format> formats;

  Set<Format> value() {
    return EnumSet.copyOf(formats);
  }

  private static List<String> names() {
    return Arrays.stream(Format.values()).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return names().iterator();
    }
  }

  private static final class Name implements ITypeConverter<Format> {
    @Override
    public Format convert(String name) {
      int place = names().indexOf(name.toLowerCase(Locale.ROOT));
      if (place < 0) {
        throw new TypeConversionException(
            "unknown format '" + name + "', expected " + String.join(", ", names()));
      }
      return Format.values()[place];
    }
  }
}
