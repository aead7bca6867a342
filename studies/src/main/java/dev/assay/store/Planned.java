package dev.assay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that is read once what it stands on is made. So an experiment says once which
 * measurements it takes, of which networks, and what becomes of them, and any number of processes
 * can make these in any order before it is read.
 *
 * @param <T> what is read
 */
public final class Planned<T> {
  private final List<ValueSpec<?>> specs;
  private final Function<Results, T> reader;

  private Planned(List<? extends ValueSpec<?>> specs, Function<Results, T> reader) {
    this.specs = List.copyOf(specs);
    this.reader = reader;
  }

  /** What a spec tells of. */
  public static <R extends Record> Planned<R> of(ValueSpec<R> spec) {
    return new Planned<>(List.of(spec), results -> results.get(spec));
  }

  /** How long it took to make what a spec tells of, if that is known. */
  public static Planned<Optional<Effort>> effort(ValueSpec<?> spec) {
    return new Planned<>(List.of(spec), results -> results.effort(spec));
  }

  /** All of several, in order. */
  public static <T> Planned<List<T>> all(List<Planned<T>> parts) {
    List<Planned<T>> kept = List.copyOf(parts);
    return new Planned<>(
        kept.stream().flatMap(part -> part.specs.stream()).toList(),
        results -> kept.stream().map(part -> part.read(results)).toList());
  }

  /** What becomes of it. */
  public <U> Planned<U> map(Function<T, U> then) {
    return new Planned<>(specs, results -> then.apply(read(results)));
  }

  /** What becomes of two. */
  public <U, V> Planned<V> with(Planned<U> other, BiFunction<T, U, V> both) {
    List<ValueSpec<?>> together = new ArrayList<>(specs);
    together.addAll(other.specs);
    return new Planned<>(together, results -> both.apply(read(results), other.read(results)));
  }

  /**
   * What becomes of several.
   *
   * @param then is given the parts, read
   */
  public static <T> Planned<T> joined(List<Planned<?>> parts, Function<Reader, T> then) {
    return new Planned<>(
        parts.stream().<ValueSpec<?>>flatMap(part -> part.specs.stream()).toList(),
        results -> then.apply(new Reader(results)));
  }

  /** Gives what was planned. */
  public static final class Reader {
    private final Results results;

    private Reader(Results results) {
      this.results = results;
    }

    public <T> T of(Planned<T> part) {
      return part.read(results);
    }
  }

  /** Everything that must be made. */
  public List<ValueSpec<?>> specs() {
    return specs;
  }

  /** Reads. */
  public T read(Results results) {
    return reader.apply(results);
  }
}
