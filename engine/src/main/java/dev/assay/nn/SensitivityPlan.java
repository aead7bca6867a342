package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Repetition;
import dev.assay.backend.Workers;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Logits and gradients with respect to the input, in evaluation mode: one forward pass per sample,
 * then {@code perSample} cotangents through the backward pass together. A worker takes a group of
 * samples: the steps on images run slice by slice, the steps on vectors at the end for the whole
 * group.
 */
final class SensitivityPlan extends Plan {
  private static final long SLICE_BYTES = 1 << 20;
  private static final int MAX_GROUP = 16;

  private final int perSample;
  private final int vectors;
  private final int slice;
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

  /** The memory of one worker: what the backward pass needs for a group, and buffers. */
  private final class Room {
    final Tensor[] activations = new Tensor[steps.size() + 1];
    final Tensor[] saved = new Tensor[steps.size()];

    /** Cotangents of images, for a slice; of vectors, for a group. */
    final Tensor[] images = new Tensor[2];

    final Tensor[] rows = new Tensor[2];

    /** By place in the group and number of samples, made when first needed. */
    final Step.Io[][][] views = new Step.Io[largest / slice + 1][largest + 1][];

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
        images[i] = buffer((long) slice * perSample * (vectors == 0 ? 0 : widest(0, vectors, 1)));
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
    vectors = firstVectorStep();
    slice = sliceFor(vectors, SLICE_BYTES, perSample, MAX_GROUP);
    largest = Math.max(slice, MAX_GROUP);
    rooms = new Room[backend.workers().count()];
    for (int worker = 0; worker < rooms.length; worker++) {
      rooms[worker] = new Room();
    }
    allocateScratch(largest * perSample, 0);
  }

  @Override
  String cut() {
    return "images in slices of %d, vectors in groups of up to %d".formatted(slice, largest);
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
    int shares = shares(2);
    this.group = Math.max(1, Math.min(largest, (count + shares - 1) / shares));
    backend.workers().run((count + group - 1) / group, task);
    this.inputs = null;
    this.cotangents = null;
    this.logits = null;
    this.gradients = null;
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
    Tensor scratch = scratch(worker);
    Step.Io[] all = views(room, 0, samples);
    Step.Io last = all[steps.size()];
    all[0].x.write(inputs, Math.multiplyExact(first, in.intSize()));
    last.dx.write(cotangents, Math.multiplyExact(first * perSample, out.intSize()));
    for (int from = 0; from < samples; from += slice) {
      Step.Io[] images = views(room, from, Math.min(slice, samples - from));
      for (int i = 0; i < vectors; i++) {
        steps.get(i).forward(images[i], scratch);
      }
    }
    for (int i = vectors; i < steps.size(); i++) {
      steps.get(i).forward(all[i], scratch);
    }
    for (int i = steps.size() - 1; i >= vectors; i--) {
      steps.get(i).backward(all[i], scratch);
    }
    if (vectors == 0) {
      all[0].dx.read(gradients, Math.multiplyExact(first * perSample, in.intSize()));
    }
    for (int from = 0; vectors > 0 && from < samples; from += slice) {
      Step.Io[] images = views(room, from, Math.min(slice, samples - from));
      for (int i = vectors - 1; i >= 0; i--) {
        steps.get(i).backward(images[i], scratch);
      }
      images[0].dx.read(gradients, Math.multiplyExact((first + from) * perSample, in.intSize()));
    }
    last.x.read(logits, Math.multiplyExact(first, out.intSize()));
  }

  /**
   * One view per step of samples {@code from … from + samples − 1} of the group, and a last one
   * whose x and dx are the logits and their cotangents.
   */
  private Step.Io[] views(Room room, int from, int samples) {
    Step.Io[] views = room.views[from / slice][samples];
    if (views == null) {
      views = new Step.Io[steps.size() + 1];
      for (int i = 0; i < views.length; i++) {
        Step.Io view = new Step.Io();
        Shape shape = i < steps.size() ? steps.get(i).in : out;
        view.x = activations(room, i, shape, from, samples);
        view.dx = cotangents(room, i, shape, from, samples);
        views[i] = view;
        if (i > 0) {
          Step.Io before = views[i - 1];
          before.y = activations(room, i, boundary(i), from, samples);
          before.dy = cotangents(room, i, boundary(i), from, samples);
          if (room.saved[i - 1] != null) {
            before.saved = room.saved[i - 1].slice(from, from + samples);
          }
        }
      }
      room.views[from / slice][samples] = views;
    }
    return views;
  }

  private Tensor activations(Room room, int boundary, Shape shape, int from, int samples) {
    return room.activations[boundary].part(from * shape.size(), shape.batch(samples));
  }

  /** Cotangents of images are a slice's alone; null where a view is of a group larger than that. */
  private Tensor cotangents(Room room, int boundary, Shape shape, int from, int samples) {
    Shape rows = shape.batch(samples * perSample);
    if (boundary >= vectors) {
      return room.rows[(boundary - vectors) % 2].part(from * perSample * shape.size(), rows);
    }
    return samples > slice ? null : room.images[boundary % 2].part(0, rows);
  }
}
