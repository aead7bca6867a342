package dev.assay.backend;

import dev.assay.backend.cpu.CpuBackend;
import dev.assay.backend.cuda.Cuda;
import dev.assay.backend.cuda.CudaBackend;
import dev.assay.backend.cuda.EmulatedDevice;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.kernels.KernelLibrary;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The backends that this machine can run: the one place where tests learn of them. */
public final class TestBackends {
  /** The system property that names the library of the fake card. */
  public static final String FAKE_CARD = "assay.test.fake-card";

  private TestBackends() {}

  /**
   * A backend by name; opening it takes the number of threads.
   *
   * @param exact whether a sample's bits are the same whatever shares its call; cuBLAS and cuDNN
   *     choose algorithms by size, so on a GPU they agree up to rounding
   */
  public record Candidate(String name, boolean exact, IntFunction<Backend> opener) {
    public Backend open(int threads) {
      return opener.apply(threads);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The GPU's backend runs on the GPU where there is one, else on an emulated one. Where an
   * instruction set of the processor is what is being tested, the processor's alone runs, and on a
   * fake card the GPU's: the others are what they are elsewhere.
   */
  public static List<Candidate> available() {
    List<Candidate> candidates = new ArrayList<>();
    if (System.getProperty(FAKE_CARD) != null) {
      candidates.add(gpu());
      return candidates;
    }
    if (!KernelLibrary.isForced()) {
      candidates.add(new Candidate("reference", true, ReferenceBackend::new));
    }
    if (KernelLibrary.available()) {
      candidates.add(new Candidate("cpu-" + KernelLibrary.isa(), true, CpuBackend::new));
    }
    if (KernelLibrary.isForced()) {
      return candidates;
    }
    if (Cuda.status().ok()) {
      candidates.add(gpu());
    } else if (EmulatedDevice.reason() == null) {
      candidates.add(new Candidate("cuda-emulated", true, threads -> EmulatedDevice.backend()));
    }
    return candidates;
  }

  private static Candidate gpu() {
    return new Candidate("cuda", false, threads -> SharedGpu.backend());
  }

  /** Opening a card takes long, and there is one: tests share it. */
  private static final class SharedGpu {
    private static final Backend OPENED = CudaBackend.open();

    private SharedGpu() {}

    /** The card's backend, except that closing it does nothing. */
    static Backend backend() {
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("close") ? null : method.invoke(OPENED, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  public static Backend reference(int threads) {
    return new ReferenceBackend(threads);
  }
}
