package dev.assay.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a run found, as text, Markdown and JSON.
 *
 * @param limits by number of threads
 */
record Report(
    Machine machine,
    int threads,
    List<String> sides,
    Map<Integer, Limits> limits,
    List<Result> results,
    List<Memory> memory) {
  private static final String[] HEADER = {
    "",
    "workload",
    "unit",
    "Assay",
    "peer",
    "setting",
    "its rate",
    "ratio",
    "min–max",
    "GFLOP/s",
    "of floor",
    "error",
    "kinks"
  };

  /** Writes {@code peers.txt}, {@code peers.md} and {@code peers.json}. */
  void write(Path folder) {
    try {
      Files.writeString(folder.resolve("peers.txt"), text());
      Files.writeString(folder.resolve("peers.md"), markdown());
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(folder.resolve("peers.json").toFile(), this);
    } catch (IOException e) {
      throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(
        Text.format(
            "%s, %d cores, %d threads, load %.2f at the start%s",
            machine.cpu(),
            machine.cores(),
            threads,
            machine.load(),
            machine.isBusy() ? " — BUSY, figures are not to be trusted" : ""));
    facts.addAll(sides);
    limits.forEach(
        (count, limit) ->
            facts.add(
                Text.format(
                    "limits on %d thread%s: %.0f GFLOP/s, memory read %.0f GB/s, triad %.0f GB/s",
                    count, count == 1 ? "" : "s", limit.gflops(), limit.read(), limit.triad())));
    for (Memory peak : memory) {
      facts.add(
          Text.format(
              "peak memory of %s: %s (%s) %.0f MiB",
              peak.label(), peak.side(), peak.setting(), peak.mebibytes()));
    }
    return facts;
  }

  String text() {
    List<String[]> rows = rows();
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder(String.join("\n", facts())).append("\n\n");
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String space = " ".repeat(widths[i] - row[i].length());
        boolean words = i == 1 || i == 2 || i == 4 || i == 5;
        line.append(words ? row[i] + space : space + row[i]).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    facts().forEach(fact -> text.append("- ").append(fact).append('\n'));
    text.append('\n');
    List<String[]> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        text.append("|---".repeat(HEADER.length)).append("|\n");
      }
    }
    return text.toString();
  }

  private List<String[]> rows() {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    for (Result result : results) {
      rows.add(row(result, limits.get(threads)));
    }
    return rows;
  }

  /** One result as cells. */
  private static String[] row(Result r, Limits limits) {
    double share = r.floorShare(limits);
    return new String[] {
      r.label(),
      r.title(),
      r.unit(),
      number(r.rate()),
      r.peer(),
      r.setting(),
      number(r.peerRate()),
      Text.format("%.2f", r.ratio()),
      Text.format("%.2f–%.2f", r.ratioMin(), r.ratioMax()),
      r.flops() == 0 ? "" : Text.format("%.0f", r.gflops()),
      Double.isNaN(share) ? "" : Text.format("%.0f %%", 100 * share),
      Text.format("%.0e", r.error()),
      r.kinks() == 0 ? "" : Integer.toString(r.kinks())
    };
  }

  /** Three significant digits at least. */
  private static String number(double value) {
    return Text.format(value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
