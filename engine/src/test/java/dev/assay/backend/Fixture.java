package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of one operation case on one backend. Values depend on the case, the tensor's name
 * and the sample alone. Every tensor lies between guard zones, outputs and scratch start as NaN,
 * batches start where a slice of a larger batch would; {@link #collect} reads the results and
 * checks that guards and inputs are as they were.
 */
final class Fixture implements AutoCloseable {
  /** Of the first tensor's guards; none has those of another. */
  private static final float GUARD = 12345.5f;

  private static final int ZONE = 2 * Workspace.ALIGNMENT;
  private static final double EPSILON = Math.ulp(1f);

  /** An output: its values, how many belong to a sample (0: to none) and how exact they are. */
  record Result(float[] values, int perSample, double tolerance) {}

  /**
   * @param wide whether an output's values are doubles, of which the nearest floats are compared
   */
  private record Placed(
      String name,
      Tensor whole,
      int at,
      float guard,
      float[] expected,
      Result result,
      boolean wide) {}

  private final Backend backend;
  private final long key;
  private final int[] samples;
  private final Workspace workspace;
  private final List<Placed> placed = new ArrayList<>();
  private final Map<String, Result> results = new LinkedHashMap<>();

  Fixture(Backend backend, String name, int[] samples) {
    this.backend = backend;
    this.key = Streams.key(1, name);
    this.samples = samples;
    this.workspace = new Workspace(backend);
  }

  /**
   * Tolerance of a sum of {@code length} products of numbers in [−1, 1] in float32: proportional to
   * the unit of rounding and to the length.
   */
  static double sumOf(long length) {
    return EPSILON * (length + 4);
  }

  Backend backend() {
    return backend;
  }

  /** Samples in this run. */
  int count() {
    return samples.length;
  }

  /** Number of the first sample of this run in the full batch. */
  int first() {
    return samples[0];
  }

  Map<String, Result> results() {
    return results;
  }

  /** An input that belongs to no sample. */
  Tensor given(String name, Shape shape, Values values) {
    float[] drawn = values.draw(Streams.key(key, name), 0, shape.intSize());
    return place(name, shape, drawn, ZONE, true, null);
  }

  /** An input with {@code rows} rows of this shape for every sample. */
  Tensor givenBatch(String name, Shape row, int rows, Values values) {
    return placeBatch(name, row, rows, drawBatch(name, row, rows, values), true, null);
  }

  /** An output that belongs to no sample. */
  Tensor result(String name, Shape shape, double tolerance) {
    float[] empty = filled(shape.intSize(), Float.NaN);
    return place(name, shape, empty, ZONE, false, new Result(empty, 0, tolerance));
  }

  /** An output with {@code rows} rows of this shape for every sample. */
  Tensor resultBatch(String name, Shape row, int rows, double tolerance) {
    int perSample = row.intSize() * rows;
    float[] empty = filled(perSample * count(), Float.NaN);
    return placeBatch(name, row, rows, empty, false, new Result(empty, perSample, tolerance));
  }

  /** An output with {@code each} doubles for every sample, each in the place of two floats. */
  Tensor resultDoubles(String name, int each, double tolerance) {
    float[] empty = filled(2 * each * count(), Float.NaN);
    Result result = new Result(empty, each, tolerance);
    return place(name, Shape.vector(2 * each).batch(count()), empty, ZONE, false, result, true);
  }

  /** State that the operation updates. */
  Tensor updated(String name, Shape shape, Values values, double tolerance) {
    float[] drawn = values.draw(Streams.key(key, name), 0, shape.intSize());
    return place(name, shape, drawn, ZONE, false, new Result(drawn, 0, tolerance));
  }

  /** A batch that the operation works on in place. */
  Tensor updatedBatch(String name, Shape row, int rows, Values values, double tolerance) {
    float[] drawn = drawBatch(name, row, rows, values);
    Result result = new Result(drawn, row.intSize() * rows, tolerance);
    return placeBatch(name, row, rows, drawn, false, result);
  }

  /** Memory full of NaN, or null for none. */
  Tensor scratch(long floats) {
    if (floats == 0) {
      return null;
    }
    Shape shape = Shape.of(Math.toIntExact(floats));
    return place("scratch", shape, filled(shape.intSize(), Float.NaN), ZONE, false, null);
  }

  /** Memory for packed weights. */
  Tensor packed(long floats) {
    Shape shape = Shape.of(Math.toIntExact(floats));
    return place("packed", shape, new float[shape.intSize()], ZONE, false, null);
  }

  private float[] drawBatch(String name, Shape row, int rows, Values values) {
    int perSample = row.intSize() * rows;
    float[] drawn = new float[perSample * count()];
    for (int n = 0; n < count(); n++) {
      long from = (long) samples[n] * perSample;
      float[] sample = values.draw(Streams.key(key, name), from, perSample);
      System.arraycopy(sample, 0, drawn, n * perSample, perSample);
    }
    return drawn;
  }

  private Tensor placeBatch(
      String name, Shape row, int rows, float[] values, boolean input, Result result) {
    return place(name, row.batch(rows * count()), values, ZONE + row.intSize(), input, result);
  }

  private Tensor place(
      String name, Shape shape, float[] values, int at, boolean input, Result result) {
    return place(name, shape, values, at, input, result, false);
  }

  private Tensor place(
      String name,
      Shape shape,
      float[] values,
      int at,
      boolean input,
      Result result,
      boolean wide) {
    Tensor whole = allocate(Shape.of(at + values.length + ZONE));
    // what is read too far wins a maximum; what is written too far is not what was there
    float guard = (input ? 1 : -1) * (GUARD + placed.size());
    whole.write(filled(at + values.length + ZONE, guard));
    Tensor tensor = whole.part(at, shape);
    tensor.write(values);
    placed.add(new Placed(name, whole, at, guard, input ? values : null, result, wide));
    return tensor;
  }

  /** Backends may count on one thread at a time here. */
  private Tensor allocate(Shape shape) {
    synchronized (backend) {
      return workspace.tensor(shape);
    }
  }

  void collect() {
    for (Placed one : placed) {
      float[] whole = one.whole().toArray();
      int end = whole.length - ZONE;
      for (int i = 0; i < whole.length; i++) {
        if ((i < one.at() || i >= end) && whole[i] != one.guard()) {
          throw new AssertionError(one.name() + ": wrote beyond the tensor, at " + (i - one.at()));
        }
      }
      float[] values =
          one.wide()
              ? narrowed(one.whole(), one.at(), end)
              : Arrays.copyOfRange(whole, one.at(), end);
      if (one.expected() != null) {
        assertThat(values).as("input " + one.name()).isEqualTo(one.expected());
      }
      if (one.result() != null) {
        Result result = one.result();
        results.put(one.name(), new Result(values, result.perSample(), result.tolerance()));
      }
    }
  }

  /** The floats nearest to doubles. */
  private static float[] narrowed(Tensor whole, int from, int to) {
    double[] wide = new double[(to - from) / 2];
    whole.part(from, Shape.vector(to - from)).readDoubles(wide, 0);
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public void close() {
    synchronized (backend) {
      workspace.close();
    }
  }
}
