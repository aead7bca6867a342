package dev.assay.measure;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.subspace.PrincipalComponents;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What measuring takes besides networks: a backend, linear algebra, and data, which are made again
 * from what is told of them. What was made is kept while memory lasts. For one thread.
 */
public final class Bench {
  private final Backend backend;
  private final LinearAlgebra algebra;
  private final Shelf shelf;

  /** What was made; of all benches that have it in common, whichever thread works on them. */
  private static final class Shelf {
    final Function<String, DataSource> sources;
    final Map<String, DataSource> opened = new HashMap<>();
    final Map<Provenance, SoftReference<Dataset>> data = new HashMap<>();
    final Map<Provenance, SoftReference<PrincipalComponents>> components = new HashMap<>();

    Shelf(Function<String, DataSource> sources) {
      this.sources = sources;
    }
  }

  private Bench(Backend backend, LinearAlgebra algebra, Shelf shelf) {
    this.backend = backend;
    this.algebra = algebra;
    this.shelf = shelf;
  }

  /**
   * @param sources of data sets, by name; asked once for each
   */
  public Bench(Backend backend, LinearAlgebra algebra, Function<String, DataSource> sources) {
    this(backend, algebra, new Shelf(sources));
  }

  /** A bench for another thread, with the same data, which are kept once. */
  public Bench on(Backend other) {
    return new Bench(other, algebra, shelf);
  }

  public Backend backend() {
    return backend;
  }

  public LinearAlgebra algebra() {
    return algebra;
  }

  public DataSource source(String name) {
    synchronized (shelf.opened) {
      return shelf.opened.computeIfAbsent(name, shelf.sources);
    }
  }

  /**
   * The samples of which this is told.
   *
   * @throws dev.assay.io.BadInputException if they cannot be made again
   */
  public Dataset data(Provenance of) {
    return kept(shelf.data, of, () -> of.rebuild(source(of.source())));
  }

  /** Keeps samples that are at hand. */
  public Dataset keep(Dataset samples) {
    return kept(shelf.data, samples.provenance(), () -> samples);
  }

  /** The principal components of some samples. */
  public PrincipalComponents components(Provenance of) {
    return kept(
        shelf.components,
        of,
        () -> {
          Dataset samples = data(of);
          return PrincipalComponents.of(
              samples.images(), samples.count(), samples.sample().intSize(), algebra);
        });
  }

  private static <T> T kept(
      Map<Provenance, SoftReference<T>> all, Provenance of, Supplier<T> making) {
    synchronized (all) {
      SoftReference<T> found = all.get(of);
      T value = found == null ? null : found.get();
      if (value == null) {
        value = making.get();
        all.put(of, new SoftReference<>(value));
      }
      return value;
    }
  }
}
