package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  @Test
  void showsShareRateAndTimeLeft() {
    ProgressLine line = new ProgressLine("mlp", 2500, 10_000, "samples", 2000, 4, "loss 0.5");

    assertThat(line.text(100))
        .isEqualTo("mlp [======                  ] 25 %, 500 samples/s, 0:15 left, loss 0.5");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    assertThat(new ProgressLine("components", 0, 0, "samples", 0, 0, "").text(80))
        .isEqualTo("components");
  }

  @Test
  void staysWithinTheTerminal() {
    ProgressLine line = new ProgressLine("mlp", 1, 2, "samples", 1, 1, "");

    assertThat(line.text(20)).hasSize(20);
    assertThat(line.text(0)).isEmpty();
  }

  @Test
  void writesHoursOnlyWhereThereAreSome() {
    assertThat(ProgressLine.duration(59.6)).isEqualTo("1:00");
    assertThat(ProgressLine.duration(3787)).isEqualTo("1:03:07");
  }

  @Test
  void aBarIsDrawnOnATerminalOnlyAndRemovedBeforeAnythingElseIsSaid() {
    assertThat(drawn(0, false)).isEqualTo("done\n");
    assertThat(drawn(80, true)).isEmpty();
    assertThat(drawn(80, false)).startsWith("\rwork [").endsWith("\r\u001b[Kdone\n");
  }

  private static String drawn(int columns, boolean quiet) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), quiet, columns);
    console.progress("work", 1, 2, "things", "");
    console.say("done");
    return err.toString().replace(System.lineSeparator(), "\n");
  }
}
