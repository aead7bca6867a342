package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Reproduction;
import dev.assay.store.Archive;
import dev.assay.store.Runner;
import dev.assay.study.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A file in which measurements are kept, without the networks of which they were taken. */
final class ArchiveOption {
  /** How much work the loss of a machine may cost. */
  private static final Duration BETWEEN_SAVES = Duration.ofMinutes(5);

  private static final int SHORT = 12;

  @Option(
      names = "--archive",
      paramLabel = "FILE",
      description =
          "Keep the measurements in this small file, too, without the networks, and take those that"
              + " it holds already: with a full one nothing is trained, on any machine.")
  private Path file;

  /**
   * What the file holds.
   *
   * @throws BadInputException if that was made for something else
   */
  Archive read(Reproduction wanted) {
    if (file == null || !Files.exists(file)) {
      return Archive.of(wanted.told());
    }
    Archive archive = Archive.read(file);
    Reproduction made = Reproduction.of(archive.subject(), file.toString());
    if (!made.equals(wanted)) {
      throw new BadInputException(
          Text.format(
              "%s: holds measurements for %s, not for %s; name another file", file, made, wanted));
    }
    return archive;
  }

  /**
   * Nothing that the file holds is made anew, and so lost, unasked.
   *
   * @param accepted how codes begin that are
   */
  void requireTaken(Archive archive, Runner runner, List<String> accepted) {
    Set<String> others = new TreeSet<>(archive.otherCodes(runner));
    others.removeIf(code -> accepted.stream().anyMatch(code::startsWith));
    if (!others.isEmpty()) {
      throw new BadInputException(
          Text.format(
              "%s: holds measurements that other code made, and which would be made anew; take them"
                  + " with --accept-code %s, or name another file",
              file,
              String.join(",", others.stream().map(code -> code.substring(0, SHORT)).toList())));
    }
  }

  /** Follows a computation and writes the file now and then. */
  Saving saving(Progress next) {
    return new Saving(next);
  }

  /** Writes the file in between, as a machine may be lost before all is measured. */
  final class Saving implements Progress {
    private final Progress next;
    private Supplier<Archive> soFar;
    private Archive before;
    private long saved = System.nanoTime();

    private Saving(Progress next) {
      this.next = next;
    }

    /**
     * @param held what the file holds
     * @throws BadInputException if the file cannot be written
     */
    void of(Reproduction made, Laboratory laboratory, Runner runner, Archive held) {
      if (file != null) {
        held.write(file);
        soFar = () -> Archive.of(made.told(), runner, laboratory.asked());
        before = held;
      }
    }

    @Override
    public void at(String stage, long done, long total, String unit) {
      next.at(stage, done, total, unit);
      save();
    }

    @Override
    public void at(String stage, long done, long total, String unit, double share) {
      next.at(stage, done, total, unit, share);
      save();
    }

    private void save() {
      if (soFar != null && System.nanoTime() - saved >= BETWEEN_SAVES.toNanos()) {
        soFar.get().and(before).write(file);
        saved = System.nanoTime();
      }
    }

    @Override
    public void say(String words) {
      next.say(words);
    }

    /** All that is asked for is there. */
    void end() {
      if (soFar != null) {
        soFar.get().write(file);
      }
    }
  }
}
