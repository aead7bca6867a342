package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.report.Format;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as NPZ, read by the reader of data sets. */
class NpzOfTablesTest {
  @TempDir private Path folder;

  private record Row(Long whole, Double real, Boolean flag, String text) {}

  @Test
  void columnsComeBackAsArrays() throws IOException {
    Path file =
        written(
            List.of(
                new Row(-3L, 0.1, true, "ok"),
                new Row(Long.MAX_VALUE, null, false, "𝜏 = 1"),
                new Row(0L, Double.NEGATIVE_INFINITY, true, null)));
    NpyArray whole = array(file, "whole");
    assertThat(whole.axes()).isEqualTo(1);
    assertThat(whole.extent(0)).isEqualTo(3);
    assertThat(whole.holdsFloats()).isFalse();
    assertThat(whole.whole(0)).isEqualTo(-3);
    assertThat(whole.whole(1)).isEqualTo(Long.MAX_VALUE);
    NpyArray real = array(file, "real");
    assertThat(real.real(0)).isEqualTo(0.1f);
    assertThat(real.real(1)).isNaN();
    assertThat(real.real(2)).isEqualTo(Float.NEGATIVE_INFINITY);
    NpyArray flag = array(file, "flag");
    assertThat(flag.whole(0)).isEqualTo(1);
    assertThat(flag.whole(1)).isZero();
    assertThatThrownBy(() -> array(file, "text")).hasMessageContaining("<U5");
    byte[] text = bytes(file, "text");
    assertThat(text).hasSize(128 + 3 * 5 * 4);
    assertThat(new String(text, 128, 60, Charset.forName("UTF-32LE")).replace("\0", ""))
        .isEqualTo("ok𝜏 = 1");
  }

  @Test
  void whatIsMissingAmongWholeNumbersAndFlagsIsNotANumber() throws IOException {
    Path file = written(List.of(new Row(7L, 1.0, null, ""), new Row(null, 1.0, true, "")));
    assertThat(array(file, "whole").real(0)).isEqualTo(7);
    assertThat(array(file, "whole").real(1)).isNaN();
    assertThat(array(file, "flag").real(0)).isNaN();
    assertThat(array(file, "flag").real(1)).isEqualTo(1);
  }

  private Path written(List<Row> rows) {
    Table table =
        Table.of(rows, "rows", "Rows")
            .integer("whole", "", Row::whole)
            .real("real", "", "", Row::real)
            .flag("flag", "", Row::flag)
            .text("text", "", Row::text)
            .build();
    Path out = folder.resolve("out");
    ReportWriter.to(out)
        .as(Set.of(Format.NPZ))
        .write(Report.titled("Arrays").table(table).build(), RunLog.start(1));
    return out.resolve("tables/rows.npz");
  }

  private static NpyArray array(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name + ".npy"))) {
      return NpyArray.read(in, name, 1 << 20);
    }
  }

  private static byte[] bytes(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name + ".npy"))) {
      return in.readAllBytes();
    }
  }
}
