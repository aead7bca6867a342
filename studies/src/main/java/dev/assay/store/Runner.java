package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.measure.Bench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes what is asked for, on this machine: a store that keeps it, and the bench on which it is
 * made. Several processes may work on one store; they divide the work among them.
 */
public final class Runner implements Results {
  private final Store store;
  private final Bench bench;

  public Runner(Store store, Bench bench) {
    this.store = store;
    this.bench = bench;
  }

  public Store store() {
    return store;
  }

  public Bench bench() {
    return bench;
  }

  /** Where the result of a spec lies, once it is made. */
  public Path place(Spec<?> spec) {
    return store.place(store.name(spec.cell(this)));
  }

  /**
   * Makes the result of a spec once more.
   *
   * @return the files that came out with other bytes; none if all are the same
   */
  public Set<String> rebuild(Spec<?> spec) {
    return store.rebuild(spec.cell(this));
  }

  /** What a spec tells of, made now if it is not there. */
  public <T> T get(Spec<T> spec) {
    return store.get(spec.cell(this));
  }

  @Override
  public <R extends Record> R get(ValueSpec<R> spec) {
    return store.get(spec.cell(this));
  }

  /** What those of some took that were made on this store, in their order. */
  public Map<Spec<?>, Effort> efforts(Collection<? extends Spec<?>> specs) {
    Map<String, Effort> all = store.efforts();
    Map<Spec<?>, Effort> efforts = new LinkedHashMap<>();
    for (Spec<?> spec : specs) {
      Effort effort = all.get(store.name(spec.cell(this)));
      if (effort != null) {
        efforts.put(spec, effort);
      }
    }
    return efforts;
  }

  @Override
  public Optional<Effort> effort(ValueSpec<?> spec) {
    return store.effort(spec, this);
  }

  /** Which of some must be made. */
  public <S extends Spec<?>> List<S> missing(Collection<S> specs) {
    List<S> missing = new ArrayList<>(specs);
    missing.removeIf(spec -> store.has(spec.cell(this)));
    return missing;
  }

  boolean tryMake(Spec<?> spec) {
    return store.tryMake(spec.cell(this));
  }

  /**
   * Makes what is not there, several at a time where there are several threads. What another
   * process is making is left to it, and waited for at the end.
   *
   * @param done told each that is there, by one thread at a time
   */
  public void makeAll(Collection<? extends Spec<?>> specs, Consumer<Spec<?>> done) {
    List<Backend> backends = new ArrayList<>();
    try {
      Backend all = bench.backend();
      int threads = all.takesWholeBatches() ? 1 : all.workers().count();
      List<Runner> hands = new ArrayList<>();
      for (int i = 0; threads > 1 && i < Math.min(threads, specs.size()); i++) {
        backends.add(Backends.open(all.name(), 1));
        hands.add(new Runner(store, bench.on(backends.get(i))));
      }
      for (Spec<?> left : new Crew(this, hands, specs, done).work()) {
        store.get(left.cell(this));
        done.accept(left);
      }
    } finally {
      backends.forEach(Backend::close);
    }
  }
}
