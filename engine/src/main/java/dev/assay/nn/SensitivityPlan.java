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

  /** For cotangents that only the steps on images use, and for the others. */
  private final Buffers imageBuffers;

  private final Buffers rowBuffers;
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
    final Tensor[] values = new Tensor[program.values()];
    final Tensor[] saved = new Tensor[steps.size()];

    /** Cotangents of images, for a chunk; of vectors, for a group. */
    final Tensor[] images = allocate(imageBuffers, (long) slice * chunk);

    final Tensor[] rows = allocate(rowBuffers, (long) largest * perSample);

    /** By {@link #key}, made when first needed. */
    final Views[] groups = new Views[perSample + largest];

    /** By place of the slice in the group, place of the chunk in the cotangents, and key. */
    final Views[][][] chunks = new Views[largest / slice + 1][perSample / chunk + 1][chunk + slice];

    final Repetition[] repetitions = new Repetition[largest + 1];

    Room() {
      for (int value = 0; value < values.length; value++) {
        int place = places.of(value);
        values[value] = place < value ? values[place] : buffer(largest * places.size(place));
      }
      for (int i = 0; i < steps.size(); i++) {
        Shape kept = steps.get(i).savedShape();
        saved[i] = kept == null ? null : workspace.tensor(kept.batch(largest));
      }
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
    Math.toIntExact(Math.multiplyExact(perSample, program.widest()));
    vectors = firstVectorStep();
    slice = sliceFor(vectors, SLICE_BYTES, perSample, MAX_GROUP);
    chunk =
        slice > 1 || vectors == 0 || backend.takesWholeBatches()
            ? perSample
            : evenly(perSample, sliceFor(vectors, SLICE_BYTES, 1, perSample));
    largest = Math.max(slice, Math.max(1, Math.min(MAX_GROUP, ENOUGH_ROWS / perSample)));
    Places cotangents = Places.ofCotangents(program);
    imageBuffers = new Buffers(cotangents, place -> cotangents.last(place) < vectors);
    rowBuffers = new Buffers(cotangents, place -> cotangents.last(place) >= vectors);
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
    Views all = group(room, samples, rows);
    for (int from = 0; from < samples; from += slice) {
      int images = Math.min(slice, samples - from);
      Views views = chunk(room, from, images, 0, Math.min(chunk, rows), rows);
      views.in.write(inputs, Math.multiplyExact(first + from, in.intSize()));
      for (int i = 0; i < vectors; i++) {
        steps.get(i).forward(views.of(i), scratch);
      }
    }
    all.dOut.write(cotangents, Math.multiplyExact(row, out.intSize()));
    for (int i = vectors; i < steps.size(); i++) {
      steps.get(i).forward(all.of(i), scratch);
    }
    for (int i = steps.size() - 1; i >= vectors; i--) {
      steps.get(i).backward(all.of(i), scratch);
    }
    if (vectors == 0) {
      all.dIn.read(gradients, Math.multiplyExact(row, in.intSize()));
    }
    for (int from = 0; vectors > 0 && from < samples; from += slice) {
      int images = Math.min(slice, samples - from);
      for (int k = 0; k < rows; k += chunk) {
        Views views = chunk(room, from, images, k, Math.min(chunk, rows - k), rows);
        for (int i = vectors - 1; i >= 0; i--) {
          steps.get(i).backward(views.of(i), scratch);
        }
        views.dIn.read(gradients, Math.multiplyExact(row + from * rows + k, in.intSize()));
      }
    }
    if (piece == 0) {
      all.out.read(logits, Math.multiplyExact(first, out.intSize()));
    }
  }

  /** Several samples have all rows that {@code most} says, one sample may have fewer. */
  private static int key(int samples, int rows, int most) {
    return samples == 1 ? rows : most + samples - 1;
  }

  private Views group(Room room, int samples, int rows) {
    int key = key(samples, rows, perSample);
    if (room.groups[key] == null) {
      Held held = new Held(this, room, 0, samples, 0, samples * rows);
      room.groups[key] = new Views(this, vectors, steps.size(), held);
    }
    return room.groups[key];
  }

  /** With {@code rows} of the {@code ofRows} cotangents that each sample has. */
  private Views chunk(Room room, int from, int samples, int firstRow, int rows, int ofRows) {
    Views[] byKey = room.chunks[from / slice][firstRow / chunk];
    int key = key(samples, rows, chunk);
    if (byKey[key] == null) {
      Held held = new Held(this, room, from, samples, from * ofRows + firstRow, samples * rows);
      byKey[key] = new Views(this, 0, vectors, held);
    }
    return byKey[key];
  }

  /**
   * Samples from a place in the group on, and cotangents from a row on; those of images are a
   * chunk's alone.
   */
  private record Held(SensitivityPlan plan, Room room, int from, int samples, int row, int rows)
      implements Views.Tensors {

    @Override
    public Tensor value(int value, Shape sample) {
      return room.values[value].part(from * sample.size(), sample.batch(samples));
    }

    @Override
    public Tensor cotangent(int value, Shape sample) {
      int image = plan.imageBuffers.of(value);
      return image >= 0
          ? room.images[image].part(0, sample.batch(rows))
          : room.rows[plan.rowBuffers.of(value)].part(row * sample.size(), sample.batch(rows));
    }

    @Override
    public Tensor saved(int step) {
      return room.saved[step] == null ? null : room.saved[step].slice(from, from + samples);
    }
  }
}
