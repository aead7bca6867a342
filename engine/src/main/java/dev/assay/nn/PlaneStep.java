package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;

/**
 * A step that does the same to every channel of every sample, each by itself, so that workers can
 * share out the planes of a few samples.
 */
abstract class PlaneStep extends Step {

  PlaneStep(Backend backend, Shape in, Shape out) {
    super(backend, in, out);
  }

  @Override
  final boolean comesInParts() {
    return true;
  }

  @Override
  final void forward(Io io, int part, int parts, Tensor scratch) {
    Io planes = parts(io, parts)[part];
    if (planes != null) {
      forward(planes, scratch);
    }
  }

  /** Made when first needed, by whichever worker comes first. */
  private Io[] parts(Io io, int count) {
    synchronized (io) {
      if (io.parts == null) {
        io.parts = new Io[count];
        int planes = io.x.count() * in.channels();
        for (int part = 0; part < count; part++) {
          int from = (int) ((long) planes * part / count);
          int to = (int) ((long) planes * (part + 1) / count);
          io.parts[part] = from == to ? null : planes(io, from, to);
        }
      }
      return io.parts;
    }
  }

  /** Planes {@code from … to − 1} as channels of one sample. */
  private Io planes(Io io, int from, int to) {
    Io planes = new Io();
    planes.x = planes(io.x, in, from, to);
    planes.y = planes(io.y, out, from, to);
    planes.saved = io.saved == null ? null : planes(io.saved, out, from, to);
    return planes;
  }

  private static Tensor planes(Tensor images, Shape sample, int from, int to) {
    long plane = (long) sample.height() * sample.width();
    return images.part(from * plane, Shape.of(1, to - from, sample.height(), sample.width()));
  }
}
