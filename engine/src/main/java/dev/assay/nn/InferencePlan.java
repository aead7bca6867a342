package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Repetition;
import dev.assay.backend.Workers;
import dev.assay.io.Text;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Forward in evaluation mode, from a cut to a cut, for any number of samples, while taps look at
 * cuts in between. A worker takes a group of samples, runs the steps on images slice by slice and
 * the steps on vectors at the end for the whole group. So few samples that one group holds them all
 * are shared out differently: their images slice by slice, those left over when each worker has had
 * equally many in parts of a sample, and the steps on vectors by outputs, so that their weights are
 * read once.
 */
final class InferencePlan extends Plan {
  private static final long SLICE_BYTES = 512 << 10;
  private static final int MAX_GROUP = 64;

  private final Shape[] seen;
  private final int vectors;
  private final int slice;
  private final int largest;

  /** For values that only the steps on images use, and for the others. */
  private final Buffers imageBuffers;

  private final Buffers rowBuffers;
  private final Room[] rooms;
  private final Listed listed = new Listed();
  private final Made made = new Made();
  private final Along along = new Along();
  private final Equidistant equidistant = new Equidistant();
  private final Workers.Task task = this::runGroup;
  private final Workers.Task sliceTask = this::runSlice;
  private final Workers.Task work = this::work;
  private Source source;
  private Tap[] taps = {};
  private float[] outputs;
  private int count;
  private int group;

  /** Samples per slice and in all slices that workers run each by itself. */
  private int each;

  private int sliced;

  /** Where inputs come from. */
  private interface Source {
    /** Writes the samples from {@code first} on, as many as {@code x} holds. */
    void write(int first, Tensor x, int worker);
  }

  /** Samples one after the other. */
  private final class Listed implements Source {
    float[] inputs;

    @Override
    public void write(int first, Tensor x, int worker) {
      x.write(inputs, Math.multiplyExact(first, in.intSize()));
    }
  }

  /** Samples that somebody makes when their turn comes. */
  private final class Made implements Source {
    Inputs inputs;

    @Override
    public void write(int first, Tensor x, int worker) {
      float[] target = values(worker);
      for (int i = 0; i < x.count(); i++) {
        inputs.write(first + i, target, i * in.intSize());
      }
      x.write(target, 0);
    }
  }

  /** Points on segments, made when their turn comes. */
  private final class Along implements Source {
    float[] from;
    int fromAt;
    float[] to;
    int toAt;
    float[] positions;

    @Override
    public void write(int first, Tensor x, int worker) {
      int size = in.intSize();
      float[] target = values(worker);
      for (int i = 0; i < x.count(); i++) {
        int segment = (first + i) / positions.length * size;
        float t = positions[(first + i) % positions.length];
        interpolate(from, fromAt + segment, to, toAt + segment, t, target, i * size, size);
      }
      x.write(target, 0);
    }

    private static void interpolate(
        float[] a, int aAt, float[] b, int bAt, float t, float[] target, int at, int size) {
      for (int i = 0; i < size; i++) {
        target[at + i] = a[aAt + i] + t * (b[bAt + i] - a[aAt + i]);
      }
    }
  }

  /** Equidistant points on segments, made from their ends where the network runs. */
  private final class Equidistant implements Source {
    float[] from;
    float[] to;
    int points;

    /** Ends and classes per worker, made when first needed. */
    private Tensor[][] room;

    @Override
    public void write(int first, Tensor x, int worker) {
      int segment = first / points;
      int segments = (first + x.count() - 1) / points + 1 - segment;
      int at = Math.multiplyExact(segment, in.intSize());
      Tensor a = room(worker)[0].part(0, in.batch(segments));
      Tensor b = room(worker)[1].part(0, in.batch(segments));
      a.write(from, at);
      b.write(to, at);
      backend.interpolate(a, b, points, first - segment * points, x);
    }

    void read(Tensor logits, int first, int worker) {
      Tensor classes = room(worker)[2].part(0, Shape.vector(logits.count()));
      backend.argmax(logits, classes);
      classes.read(outputs, first);
    }

    private Tensor[] room(int worker) {
      synchronized (this) {
        if (room == null) {
          room = new Tensor[rooms.length][];
        }
        if (room[worker] == null) {
          // two points on each segment at least, and one more at either end
          long ends = (largest / 2 + 1) * in.size();
          room[worker] = new Tensor[] {buffer(ends), buffer(ends), buffer(largest)};
        }
        return room[worker];
      }
    }
  }

  /** The memory of one worker: buffers for a slice of images and for a group of vectors. */
  private final class Room {
    final Tensor[] images = allocate(imageBuffers, slice);
    final Tensor[] rows = allocate(rowBuffers, largest);

    /** By place in the group and number of samples, made when first needed. */
    final Views[][] slices = new Views[largest + 1][slice + 1];

    /** The same for slices of a group that all workers share, whose vectors the first one holds. */
    final Views[][] sharedSlices = new Views[largest + 1][slice + 1];

    final Views[] groups = new Views[largest + 1];

    /** Samples on their way to the backend, made when first needed. */
    float[] values;

    final Repetition[] repetitions = new Repetition[largest + 1];
  }

  /**
   * @param cuts between {@code from} and {@code to} that taps look at, ascending
   */
  InferencePlan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Memory memory,
      int from,
      int to,
      int... cuts) {
    super(architecture, parameters, backend, memory, Steps.Mode.INFERENCE, from, to, cuts);
    seen = IntStream.of(cuts).mapToObj(architecture::shape).toArray(Shape[]::new);
    vectors = firstVectorStep();
    boolean uncut = vectors == 0 && !backend.takesWholeBatches();
    slice = uncut ? MAX_GROUP : sliceFor(vectors, SLICE_BYTES, 1, MAX_GROUP);
    largest = Math.max(slice, MAX_GROUP);
    imageBuffers = new Buffers(places, place -> places.last(place) < vectors);
    rowBuffers = new Buffers(places, place -> places.last(place) >= vectors);
    rooms = new Room[backend.workers().count()];
    for (int worker = 0; worker < rooms.length; worker++) {
      rooms[worker] = new Room();
    }
    allocateScratch(largest, 0);
  }

  @Override
  String cut() {
    return vectors == 0
        ? Text.format("groups of up to %d samples", largest)
        : Text.format("images in slices of %d, vectors in groups of up to %d", slice, largest);
  }

  /** A worker's own room for samples that are made here. */
  private float[] values(int worker) {
    Room room = rooms[worker];
    if (room.values == null) {
      room.values = new float[largest * in.intSize()];
    }
    return room.values;
  }

  /** {@code inputs}: count × in; {@code outputs}: count × out. */
  void run(float[] inputs, int count, float[] outputs) {
    listed.inputs = inputs;
    run(listed, count, outputs);
    listed.inputs = null;
  }

  /**
   * The same of inputs that are made meanwhile.
   *
   * @param taps for each of the cuts that the plan was made for
   */
  void runMade(Inputs inputs, int count, Tap[] taps, float[] outputs) {
    made.inputs = inputs;
    this.taps = taps;
    run(made, count, outputs);
    this.taps = new Tap[0];
    made.inputs = null;
  }

  /**
   * The points at {@code positions} of {@code count} segments, from {@code from[fromAt + n · in]}
   * to {@code to[toAt + n · in]}; {@code outputs}: count × positions × out.
   */
  void runAlong(
      float[] from,
      int fromAt,
      float[] to,
      int toAt,
      int count,
      float[] positions,
      float[] outputs) {
    along.from = from;
    along.fromAt = fromAt;
    along.to = to;
    along.toAt = toAt;
    along.positions = positions;
    run(along, Math.multiplyExact(count, positions.length), outputs);
    along.from = null;
    along.to = null;
    along.positions = null;
  }

  /**
   * The classes of {@code points} equidistant points of each of {@code count} segments: the first
   * of the largest outputs, −1 where one is not finite.
   *
   * @param from count × in
   * @param classes count × points
   */
  void runClassesAlong(float[] from, float[] to, int count, int points, float[] classes) {
    equidistant.from = from;
    equidistant.to = to;
    equidistant.points = points;
    run(equidistant, Math.multiplyExact(count, points), classes);
    equidistant.from = null;
    equidistant.to = null;
  }

  /** Hands on what came of the samples from {@code first} on. */
  private void deliver(Tensor result, int first, int worker) {
    if (source == equidistant) {
      equidistant.read(result, first, worker);
    } else {
      result.read(outputs, Math.multiplyExact(first, out.intSize()));
    }
  }

  private void run(Source source, int count, float[] outputs) {
    refresh();
    this.source = source;
    this.outputs = outputs;
    this.count = count;
    if (count <= largest && !backend.takesWholeBatches()) {
      runTogether();
    } else {
      group = groupFor(count);
      backend.workers().run((count + group - 1) / group, task);
    }
    this.outputs = null;
  }

  private void runTogether() {
    Workers workers = backend.workers();
    sliced = count - count % workers.count();
    int rounds = (sliced / workers.count() + slice - 1) / slice;
    int slices = rounds * workers.count();
    each = slices == 0 ? 1 : (sliced + slices - 1) / slices;
    workers.run((sliced + each - 1) / each, sliceTask);
    Views views = group(rooms[0], count);
    for (int from = sliced; from < count; from += slice) {
      int samples = Math.min(slice, count - from);
      Views images = slice(rooms[0], true, from, samples);
      enter(from, images.in, 0);
      for (int i = 0; i < vectors; i++) {
        forwardTogether(steps.get(i), images.of(i));
        show(i, images.of(i).y, from, 0);
      }
    }
    for (int i = vectors; i < steps.size(); i++) {
      forwardTogether(steps.get(i), views.of(i));
      show(i, views.of(i).y, 0, 0);
    }
    deliver(views.out, 0, 0);
  }

  private void runSlice(int index, int worker) {
    int from = index * each;
    int samples = Math.min(each, sliced - from);
    Views images = slice(rooms[worker], true, from, samples);
    enter(from, images.in, worker);
    forward(0, vectors, images, from, worker);
  }

  /** Some steps for samples from {@code first} on. */
  private void forward(int from, int to, Views views, int first, int worker) {
    for (int i = from; i < to; i++) {
      Step.Io io = views.of(i);
      steps.get(i).forward(io, scratch(worker));
      show(i, io.y, first, worker);
    }
  }

  private void enter(int first, Tensor x, int worker) {
    source.write(first, x, worker);
    show(-1, x, first, worker);
  }

  /** Shows what a step wrote to the taps that look at it. */
  private void show(int step, Tensor y, int first, int worker) {
    for (int i = 0; i < taps.length; i++) {
      if (program.first(program.seen(i)) == step) {
        taps[i].take(first, y.reshape(seen[i].batch(y.count())), worker);
      }
    }
  }

  /**
   * As many samples as memory is for, but work for every worker; results do not depend on the cut.
   */
  private int groupFor(int count) {
    int shares = shares(vectors == 0 ? 1 : 2);
    return Math.max(1, Math.min(largest, (count + shares - 1) / shares));
  }

  private void runGroup(int index, int worker) {
    Room room = rooms[worker];
    int samples = Math.min(group, count - index * group);
    if (room.repetitions[samples] == null) {
      room.repetitions[samples] = repetition();
    }
    room.repetitions[samples].run(work, index, worker);
  }

  private void work(int index, int worker) {
    int first = index * group;
    int samples = Math.min(group, count - first);
    Room room = rooms[worker];
    Views views = group(room, samples);
    if (vectors == 0) {
      enter(first, views.in, worker);
    } else {
      for (int from = 0; from < samples; from += slice) {
        Views images = slice(room, false, from, Math.min(slice, samples - from));
        enter(first + from, images.in, worker);
        forward(0, vectors, images, first + from, worker);
      }
    }
    forward(vectors, steps.size(), views, first, worker);
    deliver(views.out, first, worker);
  }

  /** The steps on images, of samples from {@code from} on in the group. */
  private Views slice(Room room, boolean together, int from, int samples) {
    Views[] bySize = (together ? room.sharedSlices : room.slices)[from];
    if (bySize[samples] == null) {
      Tensor[] rows = (together ? rooms[0] : room).rows;
      bySize[samples] =
          new Views(this, 0, vectors, new Held(this, room.images, rows, from, samples));
    }
    return bySize[samples];
  }

  /** The steps on vectors. */
  private Views group(Room room, int samples) {
    if (room.groups[samples] == null) {
      Held held = new Held(this, room.images, room.rows, 0, samples);
      room.groups[samples] = new Views(this, vectors, steps.size(), held);
    }
    return room.groups[samples];
  }

  /** The values of samples from a place in the group on; those of images alone are a slice's. */
  private record Held(InferencePlan plan, Tensor[] images, Tensor[] rows, int from, int samples)
      implements Views.Tensors {

    @Override
    public Tensor value(int value, Shape sample) {
      int image = plan.imageBuffers.of(value);
      return image >= 0
          ? images[image].part(0, sample.batch(samples))
          : rows[plan.rowBuffers.of(value)].part(from * sample.size(), sample.batch(samples));
    }

    @Override
    public Tensor cotangent(int value, Shape sample) {
      return null;
    }
  }
}
