package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSourceTest {

  /** A launch passes untyped slots: only this holds the two sides together. */
  @Test
  void javaAndTheSourceAgreeOnNamesAndParameters() {
    Map<String, String> source = new TreeMap<>();
    KernelText.declared(KernelSource.text())
        .forEach(one -> source.put(one.name(), one.parameters()));
    Map<String, String> java = new TreeMap<>();
    for (Kernel kernel : Kernel.values()) {
      java.put(kernel.function(), kernel.parameters());
    }
    assertThat(source).isEqualTo(java);
    assertThat(java.values()).allMatch(text -> text.length() <= Kernel.MOST_PARAMETERS);
    assertThat(KernelSource.text()).contains("#define BLOCK " + Kernel.BLOCK + "\n");
    assertThat(KernelSource.text()).contains("#define SHARE " + Kernel.SHARE + "\n");
    assertThat(KernelSource.text()).contains("#define EACH " + Kernel.EACH + "\n");
  }

  @Test
  void theProgramStandsAlone() {
    assertThat(KernelSource.text()).doesNotContain("#include").doesNotContain("atomicAdd");
  }

  @Test
  void aWrongArgumentIsNoticedBeforeTheLaunch() {
    Launch launch = new Launch(new FakeDevice(0));
    assertThatThrownBy(() -> launch.of(Kernel.RELU).put(1L).put(2L))
        .hasMessage("relu takes (lfpp): argument 2 is none of 'l'");
    assertThatThrownBy(() -> launch.of(Kernel.RELU).put(1L).put(0f).threads(1))
        .hasMessage("relu takes (lfpp), got 2 arguments");
    assertThatThrownBy(() -> launch.of(Kernel.SGD).put(1L).put(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> launch.of(Kernel.SUM).put(1L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void threadsAreRoundedUpToBlocks() {
    FakeDevice device = new FakeDevice(0);
    Launch launch = new Launch(device);
    for (long threads : new long[] {1, 256, 257}) {
      launch.of(Kernel.RELU).put(threads).put(0f).address(64).address(64).threads(threads);
    }
    assertThat(device.log).containsExactly("relu 1", "relu 1", "relu 2");
  }

  private static native boolean dividesAs(long a, int b, long quotient);

  /** No test has a tensor of 2^32 elements; cards do. */
  @Test
  void indicesOfMoreThan32Bits(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(EmulatedDevice.reason() == null, EmulatedDevice.reason());
    String test =
        """
        extern "C" JNIEXPORT jboolean JNICALL Java_dev_assay_backend_cuda_KernelSourceTest_dividesAs(
            JNIEnv*, jclass, jlong a, jint b, jlong expected) {
          return quotient(a, b) == expected;
        }
        """;
    Path source =
        Files.writeString(folder.resolve("quotient.cpp"), EmulatedDevice.program() + test);
    EmulatedDevice.compile(source, folder.resolve("libquotient.so"));
    System.load(folder.resolve("libquotient.so").toString());
    for (int bits = 0; bits < 62; bits++) {
      for (long a = Math.max(0, (1L << bits) - 2); a <= (1L << bits) + 2; a++) {
        for (int b : new int[] {1, 2, 3, 784, Integer.MAX_VALUE}) {
          assertThat(dividesAs(a, b, a / b)).as("%d / %d", a, b).isTrue();
        }
      }
    }
  }

  /** The oldest cards that CUDA 13 knows, and today's. */
  @ParameterizedTest
  @ValueSource(ints = {75, 90})
  void nvccCompilesTheProgram(int capability, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path cubin = nvcc("sm_" + capability, "cubin", folder);
    String code = Files.readString(cubin, StandardCharsets.ISO_8859_1);
    assertThat(List.of(Kernel.values())).allMatch(kernel -> code.contains(kernel.function()));
  }

  /**
   * Points of segments have the processor's bits: nothing is contracted, which the compiler would
   * do by itself, and which the emulated card does not show.
   */
  @Test
  void pointsOfSegmentsAreRoundedStepByStep(@TempDir Path folder)
      throws IOException, InterruptedException {
    String code = Files.readString(nvcc("sm_90", "ptx", folder));
    int begin = code.indexOf(".entry interpolate(");
    String kernel = code.substring(begin, code.indexOf("\n}\n", begin));
    assertThat(kernel).contains("div.rn.f64", "mul.rn.f64", "add.rn.f64").doesNotContain("fma");
  }

  private static Path nvcc(String architecture, String result, Path folder)
      throws IOException, InterruptedException {
    assumeTrue(onPath("nvcc"), "no nvcc on the PATH: CUDA kernels were not compiled");
    Path source = Files.writeString(folder.resolve("assay.cu"), KernelSource.text());
    Path code = folder.resolve("assay." + result);
    Process process =
        new ProcessBuilder(
                "nvcc",
                "-arch=" + architecture,
                "-std=c++17",
                "-Werror=all-warnings",
                "-" + result,
                "-o",
                code.toString(),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return code;
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
