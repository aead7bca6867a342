package dev.assay.bench.cost;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.bench.cost.Setting.Axis;
import dev.assay.bench.cost.Setting.Family;
import dev.assay.io.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Time per sample and memory as one of batch, width, depth, image and classes grows, each with the
 * exponent of the power law that fits best. Writes {@code cost.md} and {@code cost.json} to the
 * folder that is its only argument, and the former to the terminal.
 */
public final class Cost {
  private static final double MIB = 1 << 20;

  /** What grows, and through which values. */
  private static final Map<Axis, int[]> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put(Axis.BATCH, new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256});
    VALUES.put(Axis.WIDTH, new int[] {16, 32, 64, 128, 256});
    VALUES.put(Axis.DEPTH, new int[] {1, 2, 4, 8, 16});
    VALUES.put(Axis.SIZE, new int[] {8, 16, 32, 64});
    VALUES.put(Axis.CLASSES, new int[] {3, 10, 30, 100, 300});
  }

  private static final List<Setting> BASES =
      List.of(
          new Setting(Family.CNN, 32, 32, 3, 16, 10), new Setting(Family.MLP, 32, 256, 3, 16, 10));

  /** A column of the table of exponents. */
  private record Quantity(String title, ToDoubleFunction<Point> value) {}

  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("training step, µs", Point::training),
          new Quantity("forward, µs", Point::forward),
          new Quantity("Jacobian, µs", Point::jacobian),
          new Quantity("training memory", Point::predicted),
          new Quantity("Jacobian memory", Point::jacobianBytes));

  private record Series(Setting base, Axis axis, List<Point> points) {
    PowerLaw law(Quantity quantity) {
      return PowerLaw.of(
          points.stream().mapToDouble(Point::value).toArray(),
          points.stream().mapToDouble(quantity.value()).toArray());
    }
  }

  private Cost() {}

  /** Measures everything. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Series> all = new ArrayList<>();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (Backend backend = Backends.open(Backends.AUTO, 1)) {
      for (Setting base : BASES) {
        VALUES.forEach((axis, values) -> all.add(series(base, axis, values, backend)));
      }
      String text = text(backend, load, all);
      Files.writeString(folder.resolve("cost.md"), text);
      System.out.print(text);
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("cost.json").toFile(), all);
  }

  private static Series series(Setting base, Axis axis, int[] values, Backend backend) {
    List<Point> points = new ArrayList<>();
    for (int value : values) {
      points.add(Point.of(base.with(axis, value), axis, value, backend));
    }
    System.err.println(base.family() + ", " + axis.title + ": done");
    return new Series(base, axis, points);
  }

  private static String text(Backend backend, double load, List<Series> all) {
    StringBuilder text = new StringBuilder();
    line(text, "%s, load %.1f at the start", backend.description(), load);
    for (Setting base : BASES) {
      line(text, "");
      line(text, "**%s**, from %s", base.family(), base.text());
      line(text, "");
      exponents(text, all.stream().filter(series -> series.base().equals(base)).toList());
      line(text, "");
      points(text, all.stream().filter(series -> series.base().equals(base)).toList());
    }
    return text.toString();
  }

  private static void exponents(StringBuilder text, List<Series> all) {
    StringBuilder head = new StringBuilder("| exponent in |");
    QUANTITIES.forEach(quantity -> head.append(' ').append(quantity.title()).append(" |"));
    line(text, "%s", head);
    line(text, "|---%s|", "|---".repeat(QUANTITIES.size()));
    for (Series series : all) {
      StringBuilder row = new StringBuilder(Text.format("| %s |", series.axis().title));
      for (Quantity quantity : QUANTITIES) {
        PowerLaw law = series.law(quantity);
        row.append(
            Text.format(
                " %.2f ± %.2f, R² %.2f, last %.2f |",
                law.exponent(), law.interval(), law.fit(), law.last()));
      }
      line(text, "%s", row);
    }
  }

  private static void points(StringBuilder text, List<Series> all) {
    line(
        text,
        "| | training step, µs | forward, µs | Jacobian, µs | training memory, MiB | measured | Jacobian memory, MiB |");
    line(text, "|---|---|---|---|---|---|---|");
    for (Series series : all) {
      for (Point point : series.points()) {
        line(
            text,
            "| %s %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |",
            series.axis().title,
            point.value(),
            point.training(),
            point.forward(),
            point.jacobian(),
            point.predicted() / MIB,
            point.resident() / MIB,
            point.jacobianBytes() / MIB);
      }
    }
  }

  private static void line(StringBuilder text, String pattern, Object... values) {
    text.append(Text.format(pattern, values)).append('\n');
  }
}
