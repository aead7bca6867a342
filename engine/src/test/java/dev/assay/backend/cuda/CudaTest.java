package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.cuda.CudaStatus.Card;
import dev.assay.backend.cuda.CudaStatus.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every outcome of the check, on machines that are made up. */
class CudaTest {
  private static final Card HOPPER = new Card("H200", 90, 140L << 30);
  private static final Card PASCAL = new Card("P100", 60, 16L << 30);

  private static final Probe.Found FINE =
      new Probe.Found(13010, 13000, 13000, 0, "cudaSuccess", List.of(HOPPER));

  /** A machine; every part can fail. */
  private record Machine(
      String setting,
      boolean hasClasses,
      boolean hasDeviceNode,
      Probe.Found found,
      Throwable failure,
      Map<String, Throwable> broken)
      implements Probe {

    static Machine with(Probe.Found found) {
      return new Machine("auto", true, true, found, null, Map.of());
    }

    static Machine failing(Throwable failure) {
      return new Machine("auto", true, true, null, failure, Map.of());
    }

    static Machine without(String library, Throwable reason) {
      return new Machine("auto", true, true, FINE, null, Map.of(library, reason));
    }

    @Override
    public Found load() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      if (found == null) {
        throw new AssertionError("must not be loaded");
      }
      return found;
    }

    @Override
    public String version(String library) throws Throwable {
      if (broken.containsKey(library)) {
        throw broken.get(library);
      }
      return "1.2";
    }
  }

  private static Probe.Found found(int runtime, int error, String name, Card... cards) {
    return new Probe.Found(13010, runtime, 12020, error, name, List.of(cards));
  }

  private static CudaStatus check(Probe machine, State state, String... words) {
    CudaStatus status = Cuda.examine(machine);
    assertThat(status.state()).as(status.explanation()).isEqualTo(state);
    assertThat(status.ok()).isEqualTo(state == State.OK);
    assertThat(status.explanation()).contains(words).doesNotContain("\n");
    assertThat(status.remedy().isEmpty()).as("a remedy").isEqualTo(status.ok());
    return status;
  }

  @Test
  void switchedOffLooksAtNothing() {
    check(new Machine("off", false, false, null, null, Map.of()), State.DISABLED, "ASSAY_CUDA");
  }

  @Test
  void withoutClasses() {
    check(new Machine("auto", false, true, null, null, Map.of()), State.NO_CLASSES, "class path");
  }

  @Test
  void withoutADeviceNothingIsLoaded() {
    check(
        new Machine("auto", true, false, null, null, Map.of()), State.NO_DRIVER, "/dev/nvidiactl");
  }

  @Test
  void forceLooksWithoutADeviceNode() {
    check(new Machine("force", true, false, FINE, null, Map.of()), State.OK, "H200");
  }

  @Test
  void theRootCauseIsNamed() {
    UnsatisfiedLinkError root =
        new UnsatisfiedLinkError(
            "/some/cache/libjnicudart.so: libcuda.so.1: cannot open\n shared object file");
    UnsatisfiedLinkError shown = new UnsatisfiedLinkError("no jnicudart in java.library.path");
    shown.initCause(root);
    check(
        Machine.failing(shown),
        State.NO_DRIVER,
        ": libjnicudart.so: libcuda.so.1: cannot open shared object file");
  }

  @Test
  void aMissingRuntime() {
    check(
        Machine.failing(new UnsatisfiedLinkError("libcudart.so.13: no such file")),
        State.NO_RUNTIME,
        "libcudart.so.13",
        "pip install");
  }

  @Test
  void anErrorWithoutAMessage() {
    check(Machine.failing(new IllegalStateException()), State.ERROR, "IllegalStateException");
  }

  @Test
  void aRuntimeOfAnotherMajorVersion() {
    check(Machine.with(found(12060, 0, "")), State.NO_RUNTIME, "12.6", "13.x");
  }

  @Test
  void anOldDriver() {
    check(
        Machine.with(found(13000, 35, "cudaErrorInsufficientDriver")),
        State.DRIVER_TOO_OLD,
        "cudaErrorInsufficientDriver",
        "of the driver: 12.2",
        "of the runtime: 13.0",
        "580");
    check(Machine.with(found(13000, 803, "mismatch")), State.DRIVER_TOO_OLD, "580");
  }

  @Test
  void noDevice() {
    check(
        Machine.with(found(13000, 100, "cudaErrorNoDevice")), State.NO_DEVICE, "cudaErrorNoDevice");
  }

  @Test
  void anyOtherError() {
    check(Machine.with(found(13000, 999, "cudaErrorUnknown")), State.ERROR, "cudaErrorUnknown");
  }

  @Test
  void oldCardsOnly() {
    CudaStatus status =
        check(Machine.with(found(13000, 0, "", PASCAL)), State.UNSUPPORTED_DEVICE, "P100", "7.5");
    assertThat(status.cards()).containsExactly(PASCAL);
  }

  @Test
  void theFirstCardThatWillDoIsTaken() {
    CudaStatus status =
        check(Machine.with(found(13000, 0, "", PASCAL, HOPPER)), State.OK, "H200", "9.0");
    assertThat(status.device()).isEqualTo(1);
    assertThat(status.card()).isEqualTo(HOPPER);
    assertThat(status.parts()).hasSize(3).allMatch(part -> part.missing() == null);
  }

  @Test
  void cudnnIsOptional() {
    CudaStatus status =
        check(
            Machine.without(Cuda.CUDNN, new UnsatisfiedLinkError("libcudnn.so.9")),
            State.OK,
            "H200");
    assertThat(status.has(Cuda.CUBLAS)).isTrue();
    assertThat(status.has(Cuda.CUDNN)).isFalse();
    assertThat(status.parts().get(2).missing()).isEqualTo("libcudnn.so.9");
  }

  @Test
  void cublasAndNvrtcAreNot() {
    check(
        Machine.without(Cuda.CUBLAS, new UnsatisfiedLinkError("libcublas.so.13: none")),
        State.NO_LIBRARY,
        "cuBLAS",
        "libcublas.so.13: none",
        "pip install");
    check(
        Machine.without(Cuda.NVRTC, new NoClassDefFoundError("nvrtc")), State.NO_LIBRARY, "NVRTC");
  }

  /** This machine, whatever it is: an answer, and never an error. */
  @Test
  void hereItAnswers() {
    CudaStatus status = Cuda.status();
    assertThat(status.explanation()).isNotBlank();
    assertThat(Cuda.status()).isSameAs(status);
  }
}
