package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.io.BadInputException;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Request REQUEST =
      Request.of("assay measure", Map.of("samples", 7, "space", "input"));

  @TempDir Path folder;

  @Test
  void writesEveryFileAndListsItWithItsChecksum() throws IOException {
    Path page =
        ReportWriter.to(folder.resolve("deep/out")).write(Samples.everything(), RunLog.start(2));
    assertThat(page).isEqualTo(folder.resolve("deep/out/report.html")).exists();
    Path out = page.getParent();
    assertThat(out.resolve("tables/margins.csv")).exists();
    assertThat(out.resolve("figures/plane.svg")).exists();
    assertThat(names(out)).filteredOn(name -> name.endsWith(".dot")).isNotEmpty();
    JsonNode manifest = JSON.readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.at("/provenance/seeds/2").asInt()).isEqualTo(3);
    assertThat(manifest.at("/runtime/threads").asInt()).isEqualTo(2);
    assertThat(names(out)).hasSize(manifest.get("sha256").size() + 1);
    assertThat(manifest.at("/sha256/report.html").asText()).hasSize(64);
  }

  @Test
  void theSameReportGivesTheSameBytes() throws IOException {
    ReportWriter.to(folder.resolve("a")).write(Samples.everything(), RunLog.start(1));
    ReportWriter.to(folder.resolve("b"))
        .write(Samples.everything(), RunLog.start(3).fact("isa", "avx2"));
    List<String> names = names(folder.resolve("a"));
    assertThat(names(folder.resolve("b"))).isEqualTo(names);
    for (String name : names) {
      Path a = folder.resolve("a").resolve(name);
      Path b = folder.resolve("b").resolve(name);
      if (name.equals("manifest.json")) {
        ObjectNode one = (ObjectNode) JSON.readTree(a.toFile());
        ObjectNode other = (ObjectNode) JSON.readTree(b.toFile());
        assertThat(one.remove("runtime")).isNotEqualTo(other.remove("runtime"));
        assertThat(one).isEqualTo(other);
      } else {
        assertThat(b).hasSameBinaryContentAs(a);
      }
    }
  }

  @Test
  void replacesAnEarlierReportAsAWhole() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(Report.titled("first").figure(Samples.lines()).build(), RunLog.start(1));
    writer(out).write(small("second"), RunLog.start(1));
    assertThat(names(out)).containsExactly("manifest.json", "report.html", "report.json");
    assertThat(Files.readString(out.resolve("report.html"))).contains("second");
    assertThat(names(folder)).allMatch(name -> name.startsWith("out/"));
  }

  @Test
  void aFailureHalfWayLeavesTheEarlierReport() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("first"), RunLog.start(1));
    var before = contents(folder);
    ReportWriter writer = writer(out);
    assertThatThrownBy(
            () ->
                writer.write(
                    small("second"),
                    RunLog.start(1),
                    to -> {
                      assertThat(to.resolve("report.html")).exists();
                      Files.writeString(to.resolve("part"), "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(out.toString())
        .hasMessageContaining("No space left on device");
    assertThat(contents(folder)).isEqualTo(before);
    assertThatThrownBy(
            () ->
                writer.write(
                    small("third"),
                    RunLog.start(1),
                    to -> {
                      throw new IllegalStateException("bug");
                    }))
        .hasMessage("bug");
    assertThat(contents(folder)).isEqualTo(before);
  }

  @Test
  void aReportLeftAsideByADyingProcessIsPutBack() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("first"), RunLog.start(1));
    Files.move(out, folder.resolve(".out.old-1-0"));
    writer(out);
    assertThat(Files.readString(out.resolve("report.html"))).contains("first");
    assertThat(folder.resolve(".out.old-1-0")).doesNotExist();
  }

  @Test
  void whatADeadProcessLeftHalfWrittenIsRemovedOnceItIsOld() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("first"), RunLog.start(1));
    Path old = Files.createDirectory(folder.resolve(".out.new-1-0"));
    Path recent = Files.createDirectory(folder.resolve(".out.new-2-0"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    writer(out);

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  @Test
  void attachmentsArePartOfTheReport() throws IOException {
    Path out = folder.resolve("out");
    writer(out)
        .write(small("one"), RunLog.start(1), to -> Files.writeString(to.resolve("w.txt"), "w"));
    assertThat(out.resolve("w.txt")).hasContent("w");
    writer(out).write(small("two"), RunLog.start(1));
    assertThat(out.resolve("w.txt")).doesNotExist();
  }

  @Test
  void otherPeoplesFilesAreNotReplaced() throws IOException {
    Path out = Files.createDirectory(folder.resolve("home"));
    Files.writeString(out.resolve("thesis.tex"), "years of work");
    assertThatThrownBy(() -> writer(out))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("thesis.tex");
    Path mixed = folder.resolve("mixed");
    ReportWriter writer = writer(mixed);
    writer.write(small("one"), RunLog.start(1));
    Files.writeString(mixed.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> writer.write(small("two"), RunLog.start(1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("notes.txt");
    assertThat(Files.readString(mixed.resolve("report.html"))).contains("one");
  }

  @Test
  void withoutARequestOnlyAnEmptyFolderWillDo() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    ReportWriter.to(out).write(small("one"), RunLog.start(1));
    assertThatThrownBy(() -> ReportWriter.to(out))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("it holds an earlier report");
  }

  @Test
  void aReportOfAnotherRequestIsReplacedOnlyByWhoInsists() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("one"), RunLog.start(1));
    var before = contents(folder);
    Request samples = Request.of("assay measure", Map.of("samples", 8, "space", "input"));
    assertThatThrownBy(() -> ReportWriter.to(out, samples, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a report of other settings (samples is 7 there, 8 here)")
        .hasMessageContaining("--force");
    Request other = Request.of("assay look", Map.of());
    assertThatThrownBy(() -> ReportWriter.to(out, other, false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a report of assay measure");
    assertThat(contents(folder)).isEqualTo(before);
    ReportWriter.to(out, other, true).write(small("two"), RunLog.start(1));
    assertThat(out.resolve("report.html")).content().contains("two");
  }

  @Test
  void aTrainedNetworkIsNamed() {
    Path out = folder.resolve("out");
    writer(out)
        .write(
            small("one"),
            RunLog.start(1),
            to -> Files.writeString(to.resolve("model.safetensors"), "weights"));
    assertThatThrownBy(() -> ReportWriter.to(out, Request.of("assay look", Map.of()), false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a trained network (model.safetensors), a report of assay measure");
  }

  @Test
  void aFileThatWasChangedSinceIsReplacedOnlyByWhoInsists() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("one"), RunLog.start(1));
    Files.writeString(out.resolve("report.html"), "my annotations");
    assertThatThrownBy(() -> writer(out))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("files that were changed after the report was written (report.html)");
    ReportWriter.to(out, REQUEST, true).write(small("two"), RunLog.start(1));
    assertThat(out.resolve("report.html")).content().contains("two");
  }

  @Test
  void linksAreNeverFilesOfAReport() throws IOException {
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("thesis.tex"), "years of work");
    Path out = folder.resolve("out");
    writer(out).write(Report.titled("one").figure(Samples.lines()).build(), RunLog.start(1));
    Path link = Files.createSymbolicLink(out.resolve("more"), precious);
    assertThatThrownBy(() -> ReportWriter.to(out, REQUEST, true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("more");
    Files.delete(link);
    Files.delete(out.resolve("report.html"));
    Files.createSymbolicLink(out.resolve("report.html"), precious.resolve("thesis.tex"));
    assertThatThrownBy(() -> ReportWriter.to(out, REQUEST, true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("report.html");
    assertThat(precious.resolve("thesis.tex")).hasContent("years of work");
  }

  @Test
  void anySpellingOfAFolderIsThatFolder() throws IOException {
    Path out = folder.resolve("out");
    writer(out).write(small("one"), RunLog.start(1));
    Path link = Files.createSymbolicLink(folder.resolve("link"), out);
    Files.createDirectory(folder.resolve("far"));
    Path far = Files.createSymbolicLink(folder.resolve("near"), folder.resolve("far"));
    for (Path spelling :
        List.of(link, out.resolve("."), out.resolve("new/.."), far.resolve("../out"))) {
      assertThatThrownBy(() -> ReportWriter.to(spelling))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("cannot write a report to " + out.toRealPath() + ": it holds");
    }
    writer(link).write(small("two"), RunLog.start(1));
    assertThat(link).isSymbolicLink();
    assertThat(out.resolve("report.html")).content().contains("two");
  }

  @Test
  void theFoldersThatAPersonStandsInAreNoPlaces() {
    Path here = Path.of("").toAbsolutePath();
    for (Path bad :
        List.of(
            Path.of(""),
            Path.of("."),
            here.getParent(),
            Path.of(System.getProperty("user.home")))) {
      assertThatThrownBy(() -> ReportWriter.to(bad, REQUEST, true))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("the folder you work in");
    }
  }

  @Test
  void aReportWhosePlaceWasTakenMeanwhileIsKeptBesideIt() throws IOException {
    Path out = folder.resolve("out");
    ReportWriter writer = writer(out);
    ReportWriter.to(out, Request.of("assay look", Map.of()), false)
        .write(small("first"), RunLog.start(1));
    assertThatThrownBy(() -> writer.write(small("second"), RunLog.start(1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a report of assay look")
        .hasMessageEndingWith(
            "what was to be written is in " + folder.toRealPath().resolve("out-2"));
    assertThat(out.resolve("report.html")).content().contains("first");
    assertThat(folder.resolve("out-2/report.html")).content().contains("second");
    assertThat(names(folder))
        .allMatch(name -> name.startsWith("out/") || name.startsWith("out-2/"));
  }

  @Test
  void placesThatCannotBeWrittenAreNamedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (Path bad :
        List.of(file, file.resolve("below"), Path.of("/"), folder.resolve("n".repeat(300)))) {
      assertThatThrownBy(() -> ReportWriter.to(bad))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("cannot write a report to " + bad);
    }
    assertThat(file).hasContent("x");
  }

  @Test
  void thePageEscapesWhatItIsGiven() throws IOException {
    String evil = "<script>alert(1)</script> & \"quotes\" 'single' \u0000 \ud800 \u202e \u009b";
    Report report =
        Report.titled(evil)
            .summary(evil)
            .note(evil)
            .key(Quantity.of(evil, 1, evil))
            .table(Table.of(List.of(evil), "t", evil).text("c", evil, cell -> cell).build())
            .provenance("p", evil)
            .build();
    String page =
        Files.readString(ReportWriter.to(folder.resolve("out")).write(report, RunLog.start(1)));
    assertThat(page)
        .doesNotContain("<script>alert")
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;single&#39;"
                + " \\u0000 \\ud800 \\u202e \\u009b");
  }

  @Test
  void thePageLoadsNothing() throws IOException {
    String page = ReportPage.of(Samples.everything(), Format.usual());
    assertThat(page)
        .contains("name=\"viewport\"")
        .doesNotContain("<link")
        .doesNotContain("@import");
    assertThat(page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", ""))
        .doesNotContain("http");
    assertThat(page)
        .contains("<p>1 of 1200 values of “loss” are not shown: not finite or not positive.</p>");
  }

  @Test
  void largeTablesAreCutOnThePageOnly() throws IOException {
    Table large = Samples.margins(100_000);
    Report report = Report.titled("large").table(large).build();
    Path out = ReportWriter.to(folder.resolve("out")).write(report, RunLog.start(1)).getParent();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("The first 100 of 100,000 rows")
        .contains("<th scope=\"row\" class=\"n\">99</th>")
        .doesNotContain("<th scope=\"row\" class=\"n\">100</th>");
    try (Stream<String> lines = Files.lines(out.resolve("tables/margins.csv"))) {
      assertThat(lines.count()).isEqualTo(100_001);
    }
    assertThat(JSON.readTree(out.resolve("tables/margins.json").toFile()).get("rows"))
        .hasSize(100_000);
  }

  @Test
  void numbersThatAreNoneAreNullWithAStatus() throws IOException {
    Report report =
        Report.titled("none")
            .key(Quantity.of("margin", Double.NaN))
            .provenance("limit", Double.POSITIVE_INFINITY)
            .build();
    Path out = ReportWriter.to(folder.resolve("out")).write(report, RunLog.start(1)).getParent();
    JsonNode key = JSON.readTree(out.resolve("report.json").toFile()).at("/keyNumbers/0");
    assertThat(key.get("value").isNull()).isTrue();
    assertThat(key.get("status").asText()).isEqualTo("nan");
    JsonNode manifest = JSON.readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.at("/provenance/limit").asText()).isEqualTo("inf");
  }

  @Test
  void stagesAreTimedAndAddUp() {
    RunLog run = RunLog.start(2);
    assertThat(run.stage("train", () -> 7)).isEqualTo(7);
    run.stage("train", () -> 8);
    run.stage("measure", () -> 9);
    assertThat(run.asMap().get("secondsByStage").toString())
        .startsWith("{train=")
        .contains("measure=");
  }

  private static ReportWriter writer(Path folder) {
    return ReportWriter.to(folder, REQUEST, false);
  }

  private static Report small(String title) {
    return Report.titled(title).summary("A small report.").build();
  }

  private static List<String> names(Path folder) throws IOException {
    return List.copyOf(contents(folder).keySet());
  }

  private static TreeMap<String, String> contents(Path folder) throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String bytes = java.util.Arrays.hashCode(Files.readAllBytes(path)) + "";
        contents.put(folder.relativize(path).toString(), bytes);
      }
    }
    return contents;
  }
}
