package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Workers;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * Logits and gradients with respect to the input, in evaluation mode: one forward pass per sample,
 * then {@code perSample} cotangents through the backward pass together. A worker takes a group of
 * samples: the steps on images run slice by slice, the steps on vectors at the end for the whole
 * group. Where there are too few samples for that, it takes some of the cotangents of a sample
 * instead; the forward pass, one of {@code 1 + perSample}, then runs for each of these pieces.
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
  private final Workers.Task pieceTask = this::runPiece;
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

    /** Cotangents of images, for a slice; of vectors, for a group. */
    final Tensor[] images = new Tensor[2];

    final Tensor[] rows = new Tensor[2];

    /** By place in the group and number of samples, made when first needed. */
    final Step.Io[][][] views = new Step.Io[largest / slice + 1][largest + 1][];

    /** Of one sample and so many of its cotangents. */
    final Step.Io[][] pieces = new Step.Io[perSample + 1][];

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
    Workers workers = backend.workers();
    pieces = Math.min(perSample, workers.parts(count));
    if (pieces > 1) {
      workers.run(count * pieces, pieceTask);
    } else {
      int shares = shares(2);
      group = Math.max(1, Math.min(largest, (count + shares - 1) / shares));
      workers.run((count + group - 1) / group, task);
    }
    this.inputs = null;
    this.cotangents = null;
    this.logits = null;
    this.gradients = null;
  }

  private void runGroup(int index, int worker) {
    int first = index * group;
    int samples = Math.min(group, count - first);
    Room room = rooms[worker];
    Tensor scratch = scratch(worker);
    Step.Io[] all = views(room, 0, samples);
    all[0].x.write(inputs, Math.multiplyExact(first, in.intSize()));
    for (int from = 0; from < samples; from += slice) {
      Step.Io[] images = views(room, from, Math.min(slice, samples - from));
      for (int i = 0; i < vectors; i++) {
        steps.get(i).forward(images[i], scratch);
      }
    }
    for (int i = vectors; i < steps.size(); i++) {
      steps.get(i).forward(all[i], scratch);
    }
    Step.Io last = all[steps.size()];
    last.x.read(logits, Math.multiplyExact(first, out.intSize()));
    last.dx.write(cotangents, Math.multiplyExact(first * perSample, out.intSize()));
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
  }

  private void runPiece(int index, int worker) {
    int sample = index / pieces;
    int piece = index % pieces;
    int from = perSample * piece / pieces;
    int row = Math.addExact(Math.multiplyExact(sample, perSample), from);
    Step.Io[] views = piece(rooms[worker], perSample * (piece + 1) / pieces - from);
    Tensor scratch = scratch(worker);
    views[0].x.write(inputs, Math.multiplyExact(sample, in.intSize()));
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).forward(views[i], scratch);
    }
    Step.Io last = views[steps.size()];
    if (piece == 0) {
      last.x.read(logits, Math.multiplyExact(sample, out.intSize()));
    }
    last.dx.write(cotangents, Math.multiplyExact(row, out.intSize()));
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).backward(views[i], scratch);
    }
    views[0].dx.read(gradients, Math.multiplyExact(row, in.intSize()));
  }

  private Step.Io[] piece(Room room, int rows) {
    if (room.pieces[rows] == null) {
      room.pieces[rows] = views(room, 0, 1, rows);
    }
    return room.pieces[rows];
  }

  private Step.Io[] views(Room room, int from, int samples) {
    Step.Io[][] bySize = room.views[from / slice];
    if (bySize[samples] == null) {
      bySize[samples] = views(room, from, samples, perSample);
    }
    return bySize[samples];
  }

  /**
   * One view per step of samples {@code from … from + samples − 1} of the group with {@code rows}
   * cotangents each, and a last one whose x and dx are the logits and their cotangents.
   */
  private Step.Io[] views(Room room, int from, int samples, int rows) {
    Step.Io[] views = new Step.Io[steps.size() + 1];
    for (int i = 0; i < views.length; i++) {
      Step.Io view = new Step.Io();
      Shape shape = i < steps.size() ? steps.get(i).in : out;
      view.x = activations(room, i, shape, from, samples);
      view.dx = cotangents(room, i, shape, from, samples, rows);
      views[i] = view;
      if (i > 0) {
        Step.Io before = views[i - 1];
        before.y = activations(room, i, boundary(i), from, samples);
        before.dy = cotangents(room, i, boundary(i), from, samples, rows);
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

  /** Cotangents of images are a slice's alone; null where a view is of a group larger than that. */
  private Tensor cotangents(Room room, int boundary, Shape shape, int from, int samples, int rows) {
    Shape all = shape.batch(samples * rows);
    if (boundary >= vectors) {
      return room.rows[(boundary - vectors) % 2].part(from * rows * shape.size(), all);
    }
    return samples > slice ? null : room.images[boundary % 2].part(0, all);
  }
}
