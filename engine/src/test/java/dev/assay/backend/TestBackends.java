package dev.assay.backend;

import dev.assay.backend.cpu.CpuBackend;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.kernels.KernelLibrary;
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
    Candidate reference = new Candidate("reference", ReferenceBackend::new);
    return KernelLibrary.available()
        ? List.of(reference, new Candidate("cpu-" + KernelLibrary.isa(), CpuBackend::new))
        : List.of(reference);
  }

  public static Backend reference(int threads) {
    return new ReferenceBackend(threads);
  }
}
