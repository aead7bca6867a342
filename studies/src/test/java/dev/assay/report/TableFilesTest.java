package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {
  private static final String NASTY = "a \"quoted\", comma,\r\nnew line\n and <tag> & ü → ℓ₂";

  @TempDir Path folder;

  @Test
  void cellsSurviveCsv() throws IOException {
    TableFiles.write(nasty(), folder, Format.usual());
    String text = Files.readString(folder.resolve("nasty.csv"));
    List<List<String>> rows = csv(text);
    assertThat(rows)
        .containsExactly(
            List.of("id", "text", "value", "value_status", "clean", "flag"),
            List.of("-9223372036854775808", NASTY, "0.1", "ok", "1.0E-7", "true"),
            List.of("1", "", "", "nan", "0.1", "false"),
            List.of("", "", "", "inf", "3.0", ""),
            List.of("2", "x", "", "-inf", "-0.0", "true"),
            List.of("3", " padded ", "", "missing", "1.7976931348623157E308", "true"));
    assertThat(text).endsWith("\r\n").contains("1,\"\",,nan").doesNotContain("NaN");
  }

  @Test
  void cellsSurviveJson() throws IOException {
    TableFiles.write(nasty(), folder, Format.usual());
    String text = Files.readString(folder.resolve("nasty.json"));
    assertThat(text).doesNotContain("NaN").doesNotContain("Infinity");
    JsonNode table = new ObjectMapper().readTree(text);
    assertThat(table.at("/columns/2/unit").asText()).isEqualTo("ℓ₂");
    assertThat(table.at("/columns/3/name").asText()).isEqualTo("value_status");
    assertThat(table.at("/columns/2/type").asText()).isEqualTo("real");
    JsonNode rows = table.get("rows");
    assertThat(rows).hasSize(5);
    assertThat(rows.at("/0/id").asLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(rows.at("/0/text").asText()).isEqualTo(NASTY);
    assertThat(rows.at("/0/value").asDouble()).isEqualTo(0.1);
    assertThat(rows.at("/1/value").isNull()).isTrue();
    assertThat(rows.at("/1/value_status").asText()).isEqualTo("nan");
    assertThat(rows.at("/2/flag").isNull()).isTrue();
    assertThat(rows.at("/2/text").isNull()).isTrue();
    assertThat(rows.at("/3/value_status").asText()).isEqualTo("-inf");
    assertThat(rows.at("/4/clean").asDouble()).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void aStatusColumnOfTheTableItselfIsEnough() throws IOException {
    Table table =
        Table.of(List.of("not found"), "own", "Own status")
            .real("margin", "", "", status -> Double.NaN)
            .text("margin_status", "", status -> status)
            .build();
    TableFiles.write(table, folder, Format.usual());
    assertThat(csv(Files.readString(folder.resolve("own.csv"))))
        .containsExactly(List.of("margin", "margin_status"), List.of("", "not found"));
  }

  @Test
  void aTextThatASpreadsheetWouldRunIsText() throws IOException {
    List<String> texts =
        List.of(
            "=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", "\nx", "'quoted", "\uff1d1", "a=b", "",
            "-");
    TableFiles.write(
        Table.of(texts, "cells", "Cells")
            .text("text", "", text -> text)
            .real("real", "", "", text -> -1.5)
            .integer("whole", "", text -> -2)
            .build(),
        folder,
        Format.usual());

    List<List<String>> rows = csv(Files.readString(folder.resolve("cells.csv")));
    for (int i = 0; i < texts.size(); i++) {
      String cell = rows.get(i + 1).get(0);
      String text = texts.get(i);
      boolean harmless = text.isEmpty() || text.equals("a=b");
      assertThat(cell).isEqualTo(harmless ? text : "'" + text);
      assertThat(rows.get(i + 1).subList(1, 3)).containsExactly("-1.5", "-2");
    }
    assertThat(
            new ObjectMapper()
                .readTree(folder.resolve("cells.json").toFile())
                .at("/rows/0/text")
                .asText())
        .isEqualTo("=1+1");
  }

  @Test
  void aTableWithoutRowsHasItsHeader() throws IOException {
    TableFiles.write(
        Table.of(List.<Integer>of(), "none", "None")
            .integer("a", "", row -> row)
            .real("b", "", "", row -> row)
            .build(),
        folder,
        Format.usual());
    assertThat(Files.readString(folder.resolve("none.csv"))).isEqualTo("a,b\r\n");
    assertThat(new ObjectMapper().readTree(folder.resolve("none.json").toFile()).get("rows"))
        .isEmpty();
  }

  private record Row(Number id, String text, Number value, Number clean, Boolean flag) {}

  private static Table nasty() {
    return Table.of(
            List.of(
                new Row(Long.MIN_VALUE, NASTY, 0.1f, 1e-7, true),
                new Row(1, "", Double.NaN, 0.1, false),
                new Row(null, null, Double.POSITIVE_INFINITY, 3, null),
                new Row(2, "x", Float.NEGATIVE_INFINITY, -0.0, true),
                new Row(3, " padded ", null, Double.MAX_VALUE, true)),
            "nasty",
            "Nasty cells")
        .integer("id", "", Row::id)
        .text("text", "", Row::text)
        .real("value", "ℓ₂", "", Row::value)
        .real("clean", "", "", Row::clean)
        .flag("flag", "", Row::flag)
        .build();
  }

  /** RFC 4180 to the letter: CRLF between records, quotes doubled inside quotes, nothing else. */
  static List<List<String>> csv(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      StringBuilder field = new StringBuilder();
      if (text.charAt(i) == '"') {
        for (i++;
            text.charAt(i) != '"' || i + 1 < text.length() && text.charAt(i + 1) == '"';
            i++) {
          field.append(text.charAt(i));
          i += text.charAt(i) == '"' ? 1 : 0;
        }
        i++;
      } else {
        for (; ",\r\n\"".indexOf(text.charAt(i)) < 0; i++) {
          field.append(text.charAt(i));
        }
      }
      fields.add(field.toString());
      if (text.charAt(i) == ',') {
        i++;
      } else {
        assertThat(text.substring(i, i + 2)).isEqualTo("\r\n");
        i += 2;
        records.add(fields);
        fields = new ArrayList<>();
      }
    }
    assertThat(fields).isEmpty();
    return records;
  }
}
