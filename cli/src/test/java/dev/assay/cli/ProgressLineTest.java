package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Quantity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void showsShareRateAndTimeLeft() {
    ProgressLine line = new ProgressLine("mlp", 2500, 10_000, "samples", 2500, 500, 4, "loss 0.5");

    assertThat(line.bar(100))
        .isEqualTo("mlp [======                  ] 25 %, 500 samples/s, 0:15 left, loss 0.5");
    assertThat(line.line())
        .isEqualTo("mlp: 2,500 of 10,000 samples, 25 %, 500 samples/s, 0:15 left, loss 0.5");
  }

  @Test
  void theTimeLeftIsThatOfTheWorkNotOfTheCount() {
    // eight short ones of ten are done, which took a quarter of the time
    ProgressLine line = new ProgressLine("measure", 8, 10, "networks", 2.5, 0.5, 5, "");

    assertThat(line.line()).isEqualTo("measure: 8 of 10 networks, 25 %, 0.5 networks/s, 0:15 left");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    ProgressLine unknown = new ProgressLine("components", 0, 0, "", 0, 0, 31, "");
    assertThat(unknown.bar(80)).isEqualTo("components 0:31 so far");
    assertThat(unknown.line()).isEqualTo("components: 0:31 so far");
    assertThat(new ProgressLine("train", 0, 3, "networks", 0, 0, 90, "").line())
        .isEqualTo("train: 0 of 3 networks, 0 %, 1:30 so far");
  }

  @Test
  void slowWorkIsCountedByTheMinuteOrHour() {
    assertThat(new ProgressLine("train", 1, 3, "networks", 1, 1 / 40.0, 40, "").line())
        .contains("1.5 networks/min, 1:20 left");
    assertThat(new ProgressLine("train", 1, 3, "networks", 1, 1 / 7200.0, 7200, "").line())
        .contains("0.5 networks/h, 4:00:00 left");
  }

  @Test
  void staysWithinTheTerminalAndKeepsTheTimeLeftLongest() {
    ProgressLine line =
        new ProgressLine("segments, hidden:12-relu", 500, 1000, "segments", 500, 10, 50, "extra");

    assertThat(line.bar(100)).endsWith("0:50 left, extra");
    for (int columns = 0; columns <= 100; columns++) {
      assertThat(line.bar(columns).length()).isLessThanOrEqualTo(columns);
      if (columns >= 40) {
        assertThat(line.bar(columns)).contains("50 %, 10 segments/s, 0:50 left");
      }
    }
  }

  @Test
  void writesHoursOnlyWhereThereAreSome() {
    assertThat(ProgressLine.duration(59.6)).isEqualTo("1:00");
    assertThat(ProgressLine.duration(3787)).isEqualTo("1:03:07");
  }

  @Test
  void aBarIsDrawnOnATerminalOnlyAndRemovedBeforeAnythingElseIsSaid() {
    assertThat(drawn(0, false)).isEqualTo("work: 1 of 2 things, 50 %, 0:00 so far\ndone\n");
    assertThat(drawn(80, true)).isEmpty();
    assertThat(drawn(80, false)).startsWith("\rwork [").endsWith("\r\u001b[Kdone\n");
  }

  @Test
  void numbersOfNothingAreNone() {
    StringWriter out = new StringWriter();
    new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, 0, null)
        .results(List.of(Quantity.of("median", 0.12345), Quantity.of("of nothing", Double.NaN)));
    assertThat(out.toString().lines()).containsExactly("median: 0.1235", "of nothing: none");
  }

  private static String drawn(int columns, boolean quiet) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(new StringWriter()), new PrintWriter(err), quiet, columns, null);
    console.progress("work", 1, 2, "things", "");
    if (columns == 0) {
      console.tell();
    }
    console.say("done");
    console.progress("work", 2, 2, "things", "");
    console.clear();
    if (columns == 0) {
      console.tell();
    }
    return err.toString().replace(System.lineSeparator(), "\n");
  }
}
