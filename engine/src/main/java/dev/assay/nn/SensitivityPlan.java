package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Repetition;
import dev.assay.backend.Workers;
import dev.assay.io.Text;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Logits and gradients with respect to the input, in evaluation mode: one forward pass per sample,
 * then {@code perSample} cotangents through the backward pass. A worker takes a group of samples.
 * Forward, the steps on images run slice by slice, the steps on vectors at the end for the whole
 * group; backward, the steps on images run for as many cotangents as stay in cache. Where there are
 * too few samples for all workers, a worker takes some of the cotangents of one sample instead; the
 * forward pass, one of {@code 1 + perSample}, then runs for each of these pieces.
 */
final class SensitivityPlan extends Plan {
  private static final long SLICE_BYTES = 1 << 20;
  private static final int MAX_GROUP = 16;

  /** Cotangents in a group from which on more do not make the steps on vectors faster. */
  private static final int ENOUGH_ROWS = 160;

  private final int perSample;
  private final int vectors;

  /** Samples of images at a time, and cotangents of each at a time: all where there are several. */
  private final int slice;

  private final int chunk;
  private final int largest;
  private final Room[] rooms;
  private final Workers.Task task = this::runGroup;
  private final Workers.Task work = this::work;
  private float[] inputs;
  private float[] cotangents;
  private float[] logits;
  private float[] gradients;
  private int count;
  private int group;
  private int pieces;

  /** The memory of one worker: what the backward pass needs for a group, and buffers. */
  private final class Room {
    final Tensor[] activations = new Tensor[steps.size() + 1];
    final Tensor[] saved = new Tensor[steps.size()];

    /** Cotangents of images, for a chunk; of vectors, for a group. */
    final Tensor[] images = new Tensor[2];

    final Tensor[] rows = new Tensor[2];

    /** By {@link #key}, made when first needed. */
    final Step.Io[][] groups = new Step.Io[perSample + largest][];

    /** By place of the slice in the group, place of the chunk in the cotangents, and key. */
    final Step.Io[][][][] chunks =
        new Step.Io[largest / slice + 1][perSample / chunk + 1][chunk + slice][];

    final Repetition[] repetitions = new Repetition[largest + 1];

    Room() {
      for (int i = 0; i <= steps.size(); i++) {
        activations[i] = workspace.tensor(boundary(i).batch(largest));
      }
      for (int i = 0; i < steps.size(); i++) {
        Shape kept = steps.get(i).savedShape();
        saved[i] = kept == null ? null : workspace.tensor(kept.batch(largest));
      }
      for (int i = 0; i < 2; i++) {
        images[i] = buffer((long) slice * chunk * (vectors == 0 ? 0 : widest(0, vectors, 1)));
        rows[i] = buffer((long) largest * perSample * widest(vectors + i, steps.size(), 2));
      }
    }

    private Tensor buffer(long floats) {
      return workspace.tensor(Shape.vector(Math.toIntExact(Math.max(1, floats))));
    }
  }

  SensitivityPlan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Memory memory,
      int from,
      int to,
      int perSample) {
    super(architecture, parameters, backend, memory, Steps.Mode.SENSITIVITY, from, to);
    this.perSample = perSample;
    // before anything is allocated
    Math.toIntExact(Math.multiplyExact(perSample, widest(0, steps.size(), 1)));
    vectors = firstVectorStep();
    slice = sliceFor(vectors, SLICE_BYTES, perSample, MAX_GROUP);
    chunk =
        slice > 1 || vectors == 0 || backend.takesWholeBatches()
            ? perSample
            : evenly(perSample, sliceFor(vectors, SLICE_BYTES, 1, perSample));
    largest = Math.max(slice, Math.max(1, Math.min(MAX_GROUP, ENOUGH_ROWS / perSample)));
    rooms = new Room[backend.workers().count()];
    for (int worker = 0; worker < rooms.length; worker++) {
      rooms[worker] = new Room();
    }
    allocateScratch(largest * perSample, 0);
  }

  /** The size of the largest of the fewest nearly equal parts of at most {@code most}. */
  private static int evenly(int all, int most) {
    int parts = (all + most - 1) / most;
    return (all + parts - 1) / parts;
  }

  @Override
  String cut() {
    return Text.format(
        "images in slices of %d, %d cotangents at a time, vectors in groups of up to %d",
        slice, chunk, largest);
  }

  int perSample() {
    return perSample;
  }

  /** See {@link Classifier#gradients}. */
  void run(float[] inputs, int count, float[] cotangents, float[] logits, float[] gradients) {
    refresh();
    this.inputs = inputs;
    this.cotangents = cotangents;
    this.logits = logits;
    this.gradients = gradients;
    this.count = count;
    Workers workers = backend.workers();
    pieces = Math.min(perSample, workers.parts(count));
    int shares = shares(2);
    group = pieces > 1 ? 1 : Math.max(1, Math.min(largest, (count + shares - 1) / shares));
    workers.run((count + group - 1) / group * pieces, task);
    this.inputs = null;
    this.cotangents = null;
    this.logits = null;
    this.gradients = null;
  }

  /** All cotangents of a group of samples, or a piece of those of one sample. */
  private void runGroup(int index, int worker) {
    Room room = rooms[worker];
    int samples = Math.min(group, count - index / pieces * group);
    if (room.repetitions[samples] == null) {
      room.repetitions[samples] = repetition();
    }
    room.repetitions[samples].run(work, index, worker);
  }

  private void work(int index, int worker) {
    int first = index / pieces * group;
    int samples = Math.min(group, count - first);
    int piece = index % pieces;
    int firstRow = perSample * piece / pieces;
    int rows = perSample * (piece + 1) / pieces - firstRow;
    int row = Math.addExact(Math.multiplyExact(first, perSample), firstRow);
    Room room = rooms[worker];
    Tensor scratch = scratch(worker);
    Step.Io[] all = group(room, samples, rows);
    Step.Io last = all[steps.size()];
    all[0].x.write(inputs, Math.multiplyExact(first, in.intSize()));
    last.dx.write(cotangents, Math.multiplyExact(row, out.intSize()));
    for (int from = 0; from < samples; from += slice) {
      int images = Math.min(slice, samples - from);
      Step.Io[] views = chunk(room, from, images, 0, Math.min(chunk, rows), rows);
      for (int i = 0; i < vectors; i++) {
        steps.get(i).forward(views[i], scratch);
      }
    }
    for (int i = vectors; i < steps.size(); i++) {
      steps.get(i).forward(all[i], scratch);
    }
    for (int i = steps.size() - 1; i >= vectors; i--) {
      steps.get(i).backward(all[i], scratch);
    }
    if (vectors == 0) {
      all[0].dx.read(gradients, Math.multiplyExact(row, in.intSize()));
    }
    for (int from = 0; vectors > 0 && from < samples; from += slice) {
      int images = Math.min(slice, samples - from);
      for (int k = 0; k < rows; k += chunk) {
        Step.Io[] views = chunk(room, from, images, k, Math.min(chunk, rows - k), rows);
        for (int i = vectors - 1; i >= 0; i--) {
          steps.get(i).backward(views[i], scratch);
        }
        views[0].dx.read(gradients, Math.multiplyExact(row + from * rows + k, in.intSize()));
      }
    }
    if (piece == 0) {
      last.x.read(logits, Math.multiplyExact(first, out.intSize()));
    }
  }

  /** Several samples have all rows that {@code most} says, one sample may have fewer. */
  private static int key(int samples, int rows, int most) {
    return samples == 1 ? rows : most + samples - 1;
  }

  private Step.Io[] group(Room room, int samples, int rows) {
    int key = key(samples, rows, perSample);
    if (room.groups[key] == null) {
      room.groups[key] = views(room, 0, samples, 0, rows, rows);
    }
    return room.groups[key];
  }

  private Step.Io[] chunk(Room room, int from, int samples, int firstRow, int rows, int ofRows) {
    Step.Io[][] byKey = room.chunks[from / slice][firstRow / chunk];
    int key = key(samples, rows, chunk);
    if (byKey[key] == null) {
      byKey[key] = views(room, from, samples, firstRow, rows, ofRows);
    }
    return byKey[key];
  }

  /**
   * One view per step of samples {@code from … from + samples − 1} of the group with {@code rows}
   * of their {@code ofRows} cotangents each, and a last one whose x and dx are the logits and their
   * cotangents.
   */
  private Step.Io[] views(Room room, int from, int samples, int firstRow, int rows, int ofRows) {
    Step.Io[] views = new Step.Io[steps.size() + 1];
    int row = from * ofRows + firstRow;
    for (int i = 0; i < views.length; i++) {
      Step.Io view = new Step.Io();
      Shape shape = i < steps.size() ? steps.get(i).in : out;
      view.x = activations(room, i, shape, from, samples);
      view.dx = cotangents(room, i, shape, row, samples * rows);
      views[i] = view;
      if (i > 0) {
        Step.Io before = views[i - 1];
        before.y = activations(room, i, boundary(i), from, samples);
        before.dy = cotangents(room, i, boundary(i), row, samples * rows);
        if (room.saved[i - 1] != null) {
          before.saved = room.saved[i - 1].slice(from, from + samples);
        }
      }
    }
    return views;
  }

  private Tensor activations(Room room, int boundary, Shape shape, int from, int samples) {
    return room.activations[boundary].part(from * shape.size(), shape.batch(samples));
  }

  /** Cotangents of images are a chunk's alone; null where a view has more than that. */
  private Tensor cotangents(Room room, int boundary, Shape shape, int row, int rows) {
    if (boundary >= vectors) {
      return room.rows[(boundary - vectors) % 2].part(row * shape.size(), shape.batch(rows));
    }
    return rows > slice * chunk ? null : room.images[boundary % 2].part(0, shape.batch(rows));
  }
}
