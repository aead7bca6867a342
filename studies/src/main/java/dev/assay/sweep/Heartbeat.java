package dev.assay.sweep;

import dev.assay.io.BadInputException;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.function.Supplier;

/** Says in a sweep's folder, until it is closed, which cells this process is at. */
final class Heartbeat {
  private static final long MILLIS = 1000;

  /** How often it is said that nothing has changed; well within {@link SweepFolder#GONE}. */
  private static final long AGAIN_NANOS = 15_000_000_000L;

  private final SweepFolder folder;
  private final Supplier<List<String>> keys;

  /** Tells this process from others, on whichever machine. */
  private final String process = UUID.randomUUID().toString();

  private final Timer timer = new Timer("heartbeat", true);

  /** Null where it is not known whether it was heard. */
  private List<String> said = List.of();

  private long at = System.nanoTime();
  private boolean closed;

  /**
   * @param keys of the cells that it is at
   */
  Heartbeat(SweepFolder folder, Supplier<List<String>> keys) {
    this.folder = folder;
    this.keys = keys;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            beat();
          }
        },
        0,
        MILLIS);
  }

  private synchronized void beat() {
    List<String> now = keys.get();
    if (!closed && (!now.equals(said) || System.nanoTime() - at > AGAIN_NANOS)) {
      at = System.nanoTime();
      said = now;
      try {
        folder.running(process, now);
      } catch (BadInputException e) {
        said = null; // said again later; whoever keeps results here will have more to say
      }
    }
  }

  synchronized void close() {
    closed = true;
    timer.cancel();
    folder.over(process);
  }
}
