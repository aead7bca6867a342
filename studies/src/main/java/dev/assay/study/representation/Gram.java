package dev.assay.study.representation;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.algebra.RowProducts;
import dev.assay.backend.Workers;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The products of all pairs of samples, each once, from products of blocks of samples: all that
 * distances, cosines and alignments take of activations.
 */
public final class Gram {
  private static final int ROWS = 512;
  private static final int UNITS = 2048;

  private final int count;
  private final double[] products;

  private Gram(int count) {
    this.count = count;
    products = new double[at(count, 0)];
  }

  /** Of all samples of a representation, whichever of them are looked at. */
  public static Gram of(Representation of, LinearAlgebra algebra) {
    Gram gram = new Gram(of.labels().length);
    try (RowProducts room = gram.room(of, algebra)) {
      for (int block = 0; block < gram.blocks(); block++) {
        gram.fill(of, block, room);
      }
    }
    return gram;
  }

  /** The same on several threads, with the same bits. */
  public static Gram of(Representation of, LinearAlgebra algebra, Workers workers) {
    Gram gram = new Gram(of.labels().length);
    RowProducts[] rooms = new RowProducts[workers.count()];
    try {
      Arrays.setAll(rooms, worker -> gram.room(of, algebra));
      int blocks = gram.blocks();
      // the last one has most products
      workers.run(blocks, (index, worker) -> gram.fill(of, blocks - 1 - index, rooms[worker]));
    } finally {
      Stream.of(rooms).filter(Objects::nonNull).forEach(RowProducts::close);
    }
    return gram;
  }

  private int blocks() {
    return (count + ROWS - 1) / ROWS;
  }

  private RowProducts room(Representation of, LinearAlgebra algebra) {
    return algebra.rowProducts(Math.min(count, ROWS), Math.min(of.units(), UNITS));
  }

  /** The products of a block of samples with all before, and with each other. */
  private void fill(Representation of, int block, RowProducts room) {
    int units = of.units();
    int from = block * ROWS;
    int rows = Math.min(ROWS, count - from);
    double[] found = new double[rows * Math.min(count, ROWS)];
    for (int unit = 0; unit < units; unit += UNITS) {
      int inner = Math.min(UNITS, units - unit);
      room.left(of.values(), from * units + unit, units, rows, inner);
      for (int before = 0; before <= from; before += ROWS) {
        int columns = Math.min(ROWS, count - before);
        room.right(of.values(), before * units + unit, units, columns, inner);
        room.multiply(found);
        add(found, from, rows, before, columns);
      }
    }
  }

  private void add(double[] found, int from, int rows, int before, int columns) {
    for (int r = 0; r < rows; r++) {
      int row = at(from + r, before);
      int last = Math.min(columns, from + r - before + 1);
      for (int c = 0; c < last; c++) {
        products[row + c] += found[r * columns + c];
      }
    }
  }

  /** Memory that it takes. */
  static long bytes(int count) {
    return Double.BYTES * (count + 1L) * count / 2;
  }

  /** Memory that finding it takes on so many threads, besides. */
  static long effort(int count, int units, int threads) {
    long rows = Math.min(count, ROWS);
    return threads * Double.BYTES * (2 * rows * Math.min(units, UNITS) + 2 * rows * rows);
  }

  /** The product of two samples, i ≥ j. */
  double of(int i, int j) {
    return products[at(i, j)];
  }

  private static int at(int i, int j) {
    return i * (i + 1) / 2 + j;
  }
}
