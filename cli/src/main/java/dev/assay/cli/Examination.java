package dev.assay.cli;

import dev.assay.backend.cpu.Blas;
import dev.assay.backend.cuda.Cuda;
import dev.assay.backend.cuda.CudaStatus;
import dev.assay.data.Catalog;
import dev.assay.io.Text;
import dev.assay.kernels.KernelLibrary;
import dev.assay.kernels.NativeCache;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the machine. */
final class Examination {
  private final List<Finding> findings = new ArrayList<>();
  private final Processor processor = Processor.here();

  private Examination() {}

  static List<Finding> of(Catalog catalog) {
    Examination examination = new Examination();
    examination.software();
    examination.kernels();
    examination.blas();
    examination.gpu();
    examination.memory();
    examination.data(catalog);
    examination.here();
    examination.natives();
    return List.copyOf(examination.findings);
  }

  private void software() {
    fine("assay", Version.text());
    fine(
        "java",
        Text.format(
            "%s %s, %s",
            System.getProperty("java.vm.name"),
            Runtime.version(),
            System.getProperty("java.home")));
    fine(
        "system",
        Text.format(
            "%s %s, %s",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    fine(
        "processor",
        Text.format(
            "%s, %d usable", processor.model(), Runtime.getRuntime().availableProcessors()));
    if (!processor.features().isEmpty()) {
      fine("features", String.join(" ", processor.features()));
    }
  }

  private void kernels() {
    if (!KernelLibrary.available()) {
      warn(
          "kernels",
          KernelLibrary.reason() + "; the reference backend computes, which is much slower");
      return;
    }
    String isa = KernelLibrary.isa();
    if (isa.equals(KernelLibrary.bestIsa())) {
      fine("kernels", isa + " instructions, the best of this processor");
    } else {
      warn(
          "kernels",
          Text.format(
              "%s instructions, held below this processor's %s by ASSAY_ISA or assay.isa",
              isa, KernelLibrary.bestIsa()));
    }
    fine("kernel library", KernelLibrary.path());
  }

  private void blas() {
    if (!Blas.available()) {
      warn("blas", Blas.reason() + "; plain Java does principal components");
      return;
    }
    fine(
        "blas",
        Text.format(
            "%s, %s kernels, threads: %d (one for each worker)",
            Blas.version(), Blas.core(), Blas.threads()));
    for (String warning : BlasEnvironment.warnings(System.getenv(), Blas.core(), processor)) {
      warn("blas", warning);
    }
  }

  private void gpu() {
    CudaStatus gpu = Cuda.status();
    if (gpu.ok()) {
      fine("gpu", gpu.reason());
    } else if (gpu.isExpected()) {
      fine("gpu", "not used: " + gpu.explanation());
    } else {
      warn("gpu", "not used: " + gpu.explanation());
    }
    for (CudaStatus.Card card : gpu.cards()) {
      fine(
          "gpu card",
          Text.format(
              "%s, compute capability %s, %,d MiB",
              card.name(), card.capabilityText(), mib(card.memory())));
    }
    for (CudaStatus.Part part : gpu.parts()) {
      if (part.missing() == null) {
        fine("gpu library", part.name() + " " + part.version());
      } else {
        warn("gpu library", part.name() + " is missing: " + part.missing());
      }
    }
  }

  private void memory() {
    fine(
        "memory",
        Text.format("%,d MiB of heap for the JVM at most", mib(Runtime.getRuntime().maxMemory()))
            + machineMemory());
  }

  private static String machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? Text.format(
            ", %,d MiB in the machine, %,d MiB free",
            mib(bean.getTotalMemorySize()), mib(bean.getFreeMemorySize()))
        : "";
  }

  private static long mib(long bytes) {
    return bytes >> 20;
  }

  private void data(Catalog catalog) {
    List<String> present =
        catalog.list().stream().filter(Catalog.Entry::present).map(Catalog.Entry::name).toList();
    fine("data sets", String.join(", ", present) + " (assay data says where)");
  }

  private void here() {
    Path folder = Path.of("").toAbsolutePath();
    if (Files.isWritable(folder)) {
      fine("this folder", folder + " is writable");
    } else {
      warn("this folder", folder + " is not writable");
    }
  }

  /** Where libraries were unpacked to when they were loaded, or not, above. */
  private void natives() {
    String reason = NativeCache.reason();
    if (NativeCache.folder() == null) {
      warn("native cache", reason);
      return;
    }
    String others = reason == null ? "" : " (" + reason + ")";
    if (KernelLibrary.available() && Blas.available()) {
      fine("native cache", NativeCache.folder() + ", libraries load from it" + others);
    } else {
      warn("native cache", NativeCache.folder() + ", libraries do not load, see above" + others);
    }
  }

  private void fine(String about, String text) {
    findings.add(Finding.fine(about, text));
  }

  private void warn(String about, String text) {
    findings.add(Finding.warning(about, text));
  }
}
