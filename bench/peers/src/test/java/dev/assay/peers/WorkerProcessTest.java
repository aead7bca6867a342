package dev.assay.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a process that dies. */
class WorkerProcessTest {

  /** Reads a request and dies. */
  static final class Dying {
    private Dying() {}

    /** {@code arguments}: how. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
      System.in.read();
      System.err.println("the last straw");
      if (arguments[0].equals("exit")) {
        System.exit(7);
      }
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-SEGV", self).start().waitFor();
      Thread.sleep(60_000);
    }
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void errorFilesGoThere() {
    System.setProperty("peers.target", folder.toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty("peers.target");
  }

  private static WorkerProcess dying(String how) {
    return new WorkerProcess(
        Side.LIBTORCH.variants(1).get(0),
        List.of("-cp", System.getProperty("java.class.path"), Dying.class.getName(), how));
  }

  @Test
  void aProcessThatEndsIsQuoted() {
    try (WorkerProcess worker = dying("exit")) {
      assertThatThrownBy(worker::describe)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("libtorch (default) ended during 'describe' with exit status 7")
          .hasMessageEndingWith("Its last lines:\n  the last straw");
    }
  }

  @Test
  void aCrashNamesItsErrorFile() {
    try (WorkerProcess worker = dying("crash")) {
      assertThatThrownBy(worker::describe)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("SIGSEGV")
          .hasMessageContaining("\nIts error file is ")
          .hasMessageContaining("hs_err_");
    }
  }
}
