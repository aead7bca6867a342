package dev.assay.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that is read from a store once what it stands on is made. So an experiment says once
 * which networks and measurements it takes and what becomes of them, and any number of processes
 * can make these in any order before it is read.
 *
 * @param <T> what is read
 */
public final class Planned<T> {
  private final List<Spec<?>> specs;
  private final Function<Runner, T> reader;

  private Planned(List<? extends Spec<?>> specs, Function<Runner, T> reader) {
    this.specs = List.copyOf(specs);
    this.reader = reader;
  }

  /** What a spec tells of. */
  public static <T> Planned<T> of(Spec<T> spec) {
    return new Planned<>(List.of(spec), runner -> runner.get(spec));
  }

  /** All of several, in order. */
  public static <T> Planned<List<T>> all(List<Planned<T>> parts) {
    List<Planned<T>> kept = List.copyOf(parts);
    return new Planned<>(
        kept.stream().flatMap(part -> part.specs.stream()).toList(),
        runner -> kept.stream().map(part -> part.read(runner)).toList());
  }

  /** What becomes of it. */
  public <U> Planned<U> map(Function<T, U> then) {
    return new Planned<>(specs, runner -> then.apply(read(runner)));
  }

  /** What becomes of two. */
  public <U, V> Planned<V> with(Planned<U> other, BiFunction<T, U, V> both) {
    List<Spec<?>> together = new ArrayList<>(specs);
    together.addAll(other.specs);
    return new Planned<>(together, runner -> both.apply(read(runner), other.read(runner)));
  }

  /**
   * What becomes of several.
   *
   * @param then is given the parts, read
   */
  public static <T> Planned<T> joined(List<Planned<?>> parts, Function<Reader, T> then) {
    return new Planned<>(
        parts.stream().<Spec<?>>flatMap(part -> part.specs.stream()).toList(),
        runner -> then.apply(new Reader(runner)));
  }

  /** Gives what was planned. */
  public static final class Reader {
    private final Runner runner;

    private Reader(Runner runner) {
      this.runner = runner;
    }

    public <T> T of(Planned<T> part) {
      return part.read(runner);
    }
  }

  /** Everything that must be made. */
  public List<Spec<?>> specs() {
    return specs;
  }

  /** Reads; what is not there is made now. */
  public T read(Runner runner) {
    return reader.apply(runner);
  }
}
