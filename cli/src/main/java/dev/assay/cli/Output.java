package dev.assay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;

/** Standard output, which knows whether something that was written to it is lost. */
final class Output extends OutputStream {
  /** What a shell says of a program that a closed pipe ended: 128 + SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  private final OutputStream out;
  private IOException failure;

  Output(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /**
   * The exit code of a program whose results went here. Lost results are a failure; only a reader
   * who has seen enough ({@code assay … | head}) is no reason for words.
   *
   * @param exit what it would be otherwise
   */
  int settle(int exit, PrintWriter err) {
    if (failure == null || exit != 0) {
      return exit;
    }
    String why = String.valueOf(failure.getMessage());
    if (why.toLowerCase(Locale.ROOT).contains("pipe")) {
      return CLOSED_PIPE;
    }
    Failures.line(err, "standard output cannot be written (" + why + "); what was printed is lost");
    err.flush();
    return 1;
  }
}
