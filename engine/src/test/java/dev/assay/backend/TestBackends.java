package dev.assay.backend;

import dev.assay.backend.reference.ReferenceBackend;
import java.util.List;
import java.util.function.IntFunction;

/** The backends that this machine can run: the one place where tests learn of them. */
public final class TestBackends {
  private TestBackends() {}

  /** A backend by name; opening it takes the number of threads. */
  public record Candidate(String name, IntFunction<Backend> opener) {
    public Backend open(int threads) {
      return opener.apply(threads);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static List<Candidate> available() {
    return List.of(new Candidate("reference", ReferenceBackend::new));
  }

  public static Backend reference(int threads) {
    return new ReferenceBackend(threads);
  }
}
