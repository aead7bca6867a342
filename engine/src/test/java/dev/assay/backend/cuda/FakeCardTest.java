package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.assay.backend.TestBackends;
import dev.assay.kernels.KernelLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * What a GPU would be asked, asked of a card that is a library for the processor ({@code
 * fake_card.cpp}): every call of {@link CudaDevice}, {@link CudaGraph} and {@link CudnnConvolution}
 * goes through JavaCPP's native code, under the names of NVIDIA's libraries. In a process of its
 * own, as whether there is a GPU is decided once.
 */
class FakeCardTest {
  private static final String CARD = "libcuda.so.1";

  /** NVIDIA's libraries, all of which the card is. */
  private static final List<String> OTHERS =
      List.of(
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libnvrtc.so.13",
          "libcudnn.so.9",
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9");

  private static void build(Path folder) throws IOException, InterruptedException {
    String names =
        Arrays.stream(Kernel.values())
            .map(kernel -> '"' + kernel.function() + '"')
            .collect(Collectors.joining(", "));
    String counts =
        Arrays.stream(Kernel.values())
            .map(kernel -> Integer.toString(kernel.parameters().length()))
            .collect(Collectors.joining(", "));
    String text =
        EmulatedDevice.program()
            + "static const char* kernelNames[] = {%s};\n".formatted(names)
            + "static const int kernelParameters[] = {%s};\n".formatted(counts)
            + EmulatedDevice.resource("fake_card.cpp");
    Path source = Files.writeString(folder.resolve("card.cpp"), text);
    EmulatedDevice.compile(source, folder.resolve(CARD), "-Wl,-soname," + CARD);
    Path nothing = Files.writeString(folder.resolve("nothing.cpp"), "");
    for (String name : OTHERS) {
      EmulatedDevice.compile(
          nothing,
          folder.resolve(name),
          "-Wl,-soname," + name,
          "-Wl,--no-as-needed",
          "-L" + folder,
          "-l:" + CARD);
    }
  }

  @Test
  void theTestsOfAGpuPassOnAFakeCard(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(EmulatedDevice.reason() == null, EmulatedDevice.reason());
    assumeFalse(KernelLibrary.isForced(), "the processor's instruction sets are tested here");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "NVIDIA's presets for x86-64 only");
    build(folder);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.platform.linkpath=" + folder,
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                "-D" + TestBackends.FAKE_CARD + "=" + folder.resolve(CARD),
                "-cp",
                System.getProperty("java.class.path"),
                Run.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("ASSAY_CUDA", "force");
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    int exit = builder.start().waitFor();
    assertThat(exit).as(() -> text(output)).isZero();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The process on the fake card. */
  static final class Run {
    private Run() {}

    public static void main(String[] arguments) {
      CudaStatus status = Cuda.status();
      boolean found = status.ok() && status.has(Cuda.CUDNN);
      System.out.println(status.explanation());
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      Launcher launcher = LauncherFactory.create();
      launcher.execute(
          LauncherDiscoveryRequestBuilder.request()
              .selectors(
                  selectClass("dev.assay.backend.BackendContractTest"),
                  selectClass("dev.assay.backend.DivergenceContractTest"),
                  selectClass(CudnnConvolutionTest.class),
                  selectClass(FakeCardFailureTest.class),
                  selectMethod(RecorderTest.class, "graphsChangeNoBitOnAGpu"))
              .build(),
          listener);
      TestExecutionSummary summary = listener.getSummary();
      summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 8);
      boolean passed = summary.getTotalFailureCount() == 0 && summary.getTestsAbortedCount() == 0;
      System.exit(found && passed && summary.getTestsSucceededCount() > 0 ? 0 : 1);
    }
  }
}
