package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Bench;
import dev.assay.paper.Papers;
import dev.assay.report.ResultsPage;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.Reproduction;
import dev.assay.store.Archive;
import dev.assay.store.Effort;
import dev.assay.study.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A reproduction whose measurements are in a file. */
record Archived(Path file, Archive archive, Paper paper, Reproduction made) {

  static Archived read(Path file) {
    Archive archive = Archive.read(file);
    Reproduction made = Reproduction.of(archive.subject(), file.toString());
    Paper paper =
        Papers.all().stream()
            .filter(one -> one.name().equals(made.paper()))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        Text.format(
                            "%s: is of '%s', which this program does not check",
                            file, made.paper())));
    return new Archived(file, archive, paper, made);
  }

  /** What the page tells of it: a part for each kind of networks. */
  List<ResultsPage.Part> parts(Bench bench) {
    Laboratory laboratory = new Laboratory(archive, bench, made.data(), made.seed());
    return made.networks().stream().map(kind -> part(laboratory, kind)).toList();
  }

  private ResultsPage.Part part(Laboratory laboratory, NetworkKind kind) {
    Report report = paper.reproduce(laboratory, made.scale(), kind);
    return new ResultsPage.Part(
        Text.format("%s-%s-%s", made.data(), kind, made.scale()),
        Text.format("%s on %s, %s scale", kind.networks(), made.data(), made.scale()),
        facts(report),
        report,
        paper.figures());
  }

  private Map<String, String> facts(Report report) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (report.provenance().get("scale") instanceof Map<?, ?> sizes) {
      sizes.forEach((name, size) -> facts.put(name.toString(), plain(size)));
    }
    facts.put("seeds", report.provenance().get("seeds").toString());
    String whole = made.networks().size() > 1 ? ", of all kinds of networks" : "";
    facts.put("trained" + whole, effort(archive.trained(), "networks", archive.training()));
    facts.put("measured" + whole, effort(archive.size(), "measurements", archive.measuring()));
    facts.put("by Assay", told(archive.by(Archive.Maker::version)));
    facts.put("arithmetic", told(archive.by(Archive.Maker::arithmetic)));
    facts.put("linear algebra", told(archive.by(Archive.Maker::algebra)));
    return facts;
  }

  /** Each with the number of measurements, where there are several. */
  private static String told(Map<String, Integer> makers) {
    return makers.size() == 1
        ? makers.keySet().iterator().next()
        : makers.entrySet().stream()
            .map(maker -> Text.format("%s: %,d measurements", maker.getKey(), maker.getValue()))
            .collect(Collectors.joining("; "));
  }

  private static String plain(Object size) {
    return size instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(entry -> entry.getKey() + " " + plain(entry.getValue()))
            .collect(Collectors.joining(", "))
        : String.valueOf(size);
  }

  /** Of what was made before times were noted, none is known. */
  private static String effort(int count, String what, Effort effort) {
    if (effort.equals(Effort.NONE)) {
      return "how long that took is not known";
    }
    return Text.format(
        "%,d %s: %s by the clock, %s of the processor",
        count,
        what,
        ProgressLine.duration(effort.seconds()),
        ProgressLine.duration(effort.cpuSeconds()));
  }
}
