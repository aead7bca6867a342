package dev.assay.backend.cuda;

import dev.assay.backend.Repetition;
import dev.assay.backend.Window;
import dev.assay.backend.Workers;
import dev.assay.backend.cuda.Call.Convolved;
import dev.assay.backend.cuda.Call.Convolved.Pass;
import dev.assay.backend.cuda.Call.Launched;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands work to the device. Work of a {@link Repetition} is collected up to the next transfer and
 * handed over together: one by one the first time, as a graph from the second time on.
 *
 * <p>The calls are made anew every time and held against those in the graph. Arguments of kernels
 * that changed (a learning rate, the key of a mask) are set in the graph; any other difference ends
 * it. So a graph does what was asked for and never what was asked for once.
 */
final class Recorder implements Work, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** A place whose calls keep changing is not worth capturing again and again. */
  private static final int MOST_CAPTURES = 3;

  /** Graphs hold memory of the device; studies bring many batch sizes. */
  private static final int MOST_GRAPHS = 64;

  private final Device device;
  private final Set<Segment> captured = new LinkedHashSet<>();
  private final Set<String> reasons = new HashSet<>();

  /** The repetition that runs now; null for none. */
  private Recording recording;

  /** What was asked for and not handed over; null where work goes to the device at once. */
  private List<Call> pending;

  /** Launches handed to the device. */
  private int launches;

  Recorder(Device device) {
    this.device = device;
  }

  Repetition repetition() {
    return device.hasGraphs() ? new Recording() : Repetition.PLAIN;
  }

  /** To be called before anything that does not come through this recorder. */
  void flush() {
    if (pending == null || pending.isEmpty()) {
      return;
    }
    List<Call> calls = pending;
    pending = null;
    recording.next().run(calls);
    pending = new ArrayList<>(calls.size());
  }

  @Override
  public void launch(Kernel kernel, long blocks, int threads, long[] slots) {
    if (pending != null) {
      pending.add(new Launched(kernel, blocks, threads, slots.clone()));
    } else {
      launches++;
      device.launch(kernel, blocks, threads, slots);
    }
  }

  @Override
  public void multiply(Product product, long a, long b, float beta, long c, int count) {
    if (pending != null) {
      pending.add(new Call.Multiplied(product, a, b, beta, c, count));
    } else {
      device.multiply(product, a, b, beta, c, count);
    }
  }

  @Override
  public void copy(long from, long to, long bytes) {
    if (pending != null) {
      pending.add(new Call.Copied(from, to, bytes));
    } else {
      device.copy(from, to, bytes);
    }
  }

  @Override
  public void zero(long address, long bytes) {
    if (pending != null) {
      pending.add(new Call.Zeroed(address, bytes));
    } else {
      device.zero(address, bytes);
    }
  }

  /** The same convolution, collected like all other work. */
  Convolution collecting(Convolution library) {
    return new Collecting(library);
  }

  private final class Collecting implements Convolution {
    private final Convolution library;

    Collecting(Convolution library) {
      this.library = library;
    }

    @Override
    public long scratchSize(Window window, int inChannels, int height, int width, int outChannels) {
      return library.scratchSize(window, inChannels, height, width, outChannels);
    }

    @Override
    public void forward(
        Window window, Tensor x, Tensor weights, Epilogue epilogue, Tensor y, Tensor scratch) {
      add(new Convolved(Pass.FORWARD, library, window, x, weights, epilogue, y, scratch));
    }

    @Override
    public void backwardData(Window window, Tensor dy, Tensor weights, Tensor dx, Tensor scratch) {
      add(new Convolved(Pass.DATA, library, window, dy, weights, null, dx, scratch));
    }

    @Override
    public void backwardWeights(
        Window window, Tensor x, Tensor dy, Tensor dWeights, Tensor scratch) {
      add(new Convolved(Pass.WEIGHTS, library, window, x, dy, null, dWeights, scratch));
    }

    private void add(Convolved call) {
      if (pending != null) {
        pending.add(call);
      } else {
        call.run(Recorder.this);
      }
    }

    @Override
    public void close() {
      library.close();
    }
  }

  /** The segments of a repetition in their order: the work between one transfer and the next. */
  private final class Recording implements Repetition {
    private final List<Segment> segments = new ArrayList<>();
    private int place;

    @Override
    public void run(Workers.Task work, int index, int worker) {
      if (recording != null) {
        work.run(index, worker);
        return;
      }
      recording = this;
      pending = new ArrayList<>();
      place = 0;
      try {
        work.run(index, worker);
        flush();
      } finally {
        recording = null;
        pending = null;
      }
    }

    Segment next() {
      if (place == segments.size()) {
        segments.add(new Segment());
      }
      return segments.get(place++);
    }

    @Override
    public void close() {
      segments.forEach(Segment::drop);
      segments.clear();
    }
  }

  private final class Segment {
    private List<Call> last = List.of();
    private Device.Graph graph;
    private int captures;

    /** For each call, how many launches precede it in the graph. */
    private int[] numbers;

    void run(List<Call> calls) {
      try {
        if (!resembles(calls)) {
          drop();
        } else if (graph != null) {
          update(calls);
        } else if (captures < MOST_CAPTURES) {
          capture(calls);
        }
      } catch (IllegalStateException e) {
        giveUp(e.getMessage());
      }
      if (graph == null) {
        calls.forEach(call -> call.run(Recorder.this));
      } else {
        graph.launch();
      }
      last = calls;
    }

    private boolean resembles(List<Call> calls) {
      boolean same = calls.size() == last.size();
      for (int i = 0; same && i < calls.size(); i++) {
        same = calls.get(i).resembles(last.get(i));
      }
      return same;
    }

    private void update(List<Call> calls) {
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i) instanceof Launched now && !now.hasArgumentsOf((Launched) last.get(i))) {
          graph.set(numbers[i], now.kernel(), now.blocks(), now.threads(), now.slots());
        }
      }
      captured.remove(this); // the last used is the last to go
      captured.add(this);
    }

    private void capture(List<Call> calls) {
      captures++;
      numbers = new int[calls.size()];
      graph =
          device.capture(
              () -> {
                launches = 0;
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = launches;
                  calls.get(i).run(Recorder.this);
                }
              });
      captured.add(this);
      if (captured.size() > MOST_GRAPHS) {
        captured.iterator().next().drop();
      }
    }

    private void giveUp(String reason) {
      drop();
      captures = MOST_CAPTURES;
      if (reasons.add(reason)) {
        LOG.warn("work is handed to the GPU piece by piece, not as a graph: {}", reason);
      }
    }

    void drop() {
      if (graph != null) {
        captured.remove(this);
        graph.close();
        graph = null;
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(captured).forEach(Segment::drop);
  }
}
