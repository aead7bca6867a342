package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.report.RunLog;
import dev.assay.study.Progress;
import java.time.Duration;

/** Follows a long computation: a bar within each stage, a line and a time at its end. */
final class Stages implements Progress {
  private final Console console;
  private final RunLog log;
  private String stage = "";
  private long began;

  Stages(Console console, RunLog log) {
    this.console = console;
    this.log = log;
  }

  @Override
  public void at(String name, long done, long total, String unit) {
    at(name, done, total, unit, "");
  }

  @Override
  public void at(String name, long done, long total, String unit, double share) {
    begin(name);
    console.progress(name, done, total, unit, share);
  }

  @Override
  public void at(String name, long done, long total, String unit, String remark) {
    begin(name);
    console.progress(name, done, total, unit, remark);
  }

  private void begin(String name) {
    if (!name.equals(stage)) {
      end();
      stage = name;
      began = System.nanoTime();
    }
  }

  @Override
  public void say(String words) {
    console.say(words);
  }

  /** The last stage is over. */
  void end() {
    if (!stage.isEmpty()) {
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      log.took(stage, time);
      console.say(Text.format("%s: %.1f s", stage, time.toMillis() / 1e3));
      stage = "";
    }
  }
}
