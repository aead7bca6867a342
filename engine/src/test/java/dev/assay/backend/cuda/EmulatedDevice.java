package dev.assay.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A GPU made of the host: the very kernels of {@code native/src/main/cuda}, compiled by the host's
 * C++ compiler and run one thread after the other; products by three loops with BLAS's conventions;
 * a graph is a list of calls. As on a card, a graph can hold nothing but {@link Work}. With it
 * everything of the backend but {@link CudaDevice} and cuDNN runs where there is no GPU.
 */
public final class EmulatedDevice implements Device {
  private static final String REASON = build();

  private final Map<Long, Long> blocks = new HashMap<>();
  private final AtomicLong used = new AtomicLong();
  private final long total;

  /** Work that is being captured; null where it is done at once. */
  private List<Call> capturing;

  EmulatedDevice(long total) {
    this.total = total;
  }

  /** Why there is no emulated device here; null if there is. */
  public static String reason() {
    return REASON;
  }

  /** The backend on an emulated card with a gibibyte. */
  public static CudaBackend backend() {
    return new CudaBackend(new EmulatedDevice(1L << 30));
  }

  private static String build() {
    Path java = Path.of(System.getProperty("java.home"));
    if (!Files.exists(java.resolve("include/jni.h"))) {
      return "the emulated GPU needs a JDK, and there is no include/jni.h in " + java;
    }
    try {
      Path folder = Files.createTempDirectory("assay-emulator");
      Path source = folder.resolve("emulator.cpp");
      Path library = folder.resolve("libemulator.so");
      Files.writeString(source, program());
      compile(source, library);
      System.load(library.toString());
      Files.delete(source);
      Files.delete(library);
      Files.delete(folder);
      return null;
    } catch (IOException e) {
      return "the emulated GPU needs a C++ compiler: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Makes a library by the host's compiler. */
  static void compile(Path source, Path library, String... options)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command = new ArrayList<>();
    command.add(System.getenv().getOrDefault("CXX", "g++"));
    command.addAll(
        List.of(
            "-std=c++17",
            "-O2",
            "-fno-math-errno",
            "-fPIC",
            "-shared",
            "-fvisibility=" + (options.length == 0 ? "hidden" : "default"),
            "-Wall",
            "-Wno-unknown-pragmas",
            "-I" + java.resolve("include"),
            "-I" + java.resolve("include/linux"),
            source.toString(),
            "-o",
            library.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError("this does not compile for the host:\n" + output);
    }
  }

  /** The kernels between their surroundings, and a table of them by their number in the enum. */
  static String program() throws IOException {
    String kernels = KernelSource.text();
    StringBuilder table = new StringBuilder();
    for (KernelText.Declared declared : KernelText.declared(kernels)) {
      StringBuilder arguments = new StringBuilder();
      for (int i = 0; i < declared.types().size(); i++) {
        arguments.append(i == 0 ? "" : ", ");
        arguments.append("argument<%s>(%d)".formatted(declared.types().get(i), i));
      }
      for (Kernel kernel : Kernel.values()) {
        if (kernel.function().equals(declared.name())) {
          table.append(
              "    case %d: emulator::body = [] { %s(%s); }; emulator::blockwise = %s; return;\n"
                  .formatted(kernel.ordinal(), declared.name(), arguments, declared.blockwise()));
        }
      }
    }
    return resource("emulator.h").replace("#pragma once", "")
        + kernels
        + "\nstatic int64_t emulator_slots[16];\nstatic void emulator_choose(int kernel);\n"
        + resource("emulator_end.h")
        + "\nstatic void emulator_choose(int kernel) {\n  switch (kernel) {\n"
        + table
        + "  }\n}\n";
  }

  static String resource(String name) throws IOException {
    try (InputStream in = EmulatedDevice.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static native boolean launch(int kernel, long blocks, int threads, long[] slots);

  private static native void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      long a,
      int lda,
      long b,
      int ldb,
      float beta,
      long c,
      int ldc);

  private static native long memory(long bytes);

  private static native void release(long address);

  private static native void move(long from, long to, long bytes);

  private static native void clear(long address, long bytes);

  private static native void fromArray(float[] source, int from, int count, long address);

  private static native void toArray(long address, float[] target, int from, int count);

  @Override
  public String description() {
    return "an emulated card";
  }

  @Override
  public long totalBytes() {
    return total;
  }

  @Override
  public long freeBytes() {
    return total - used.get();
  }

  @Override
  public long allocate(long bytes) {
    refuseCapture();
    if (bytes > freeBytes()) {
      return 0;
    }
    long address = memory(bytes);
    used.addAndGet(bytes);
    blocks.put(address, bytes);
    return address;
  }

  @Override
  public void free(long address) {
    refuseCapture();
    used.addAndGet(-blocks.remove(address));
    release(address);
  }

  @Override
  public long allocateHost(long bytes) {
    return memory(bytes);
  }

  @Override
  public void freeHost(long host) {
    release(host);
  }

  @Override
  public void put(float[] source, int from, int count, long host) {
    fromArray(source, from, count, host);
  }

  @Override
  public void get(long host, float[] target, int from, int count) {
    toArray(host, target, from, count);
  }

  @Override
  public void upload(long host, long address, long bytes) {
    refuseCapture();
    move(host, address, bytes);
  }

  @Override
  public void download(long address, long host, long bytes) {
    refuseCapture();
    move(address, host, bytes);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    if (capturing != null) {
      capturing.add(new Call.Copied(from, to, bytes));
      return;
    }
    move(from, to, bytes);
  }

  @Override
  public void zero(long address, long bytes) {
    if (capturing != null) {
      capturing.add(new Call.Zeroed(address, bytes));
      return;
    }
    clear(address, bytes);
  }

  @Override
  public void record(int event) {
    refuseCapture();
  }

  @Override
  public void await(int event) {
    refuseCapture();
  }

  @Override
  public void synchronize() {
    refuseCapture();
  }

  private void refuseCapture() {
    if (capturing != null) {
      throw new IllegalStateException("a graph cannot hold this");
    }
  }

  @Override
  public double time(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public boolean hasGraphs() {
    return true;
  }

  @Override
  public Graph capture(Runnable work) {
    List<Call> calls = new ArrayList<>();
    capturing = calls;
    try {
      work.run();
    } finally {
      capturing = null;
    }
    return new EmulatedGraph(calls);
  }

  /** The very calls, with the arguments they had or were given. */
  private final class EmulatedGraph implements Graph {
    private final List<Call> calls;
    private final List<Integer> launches = new ArrayList<>();

    EmulatedGraph(List<Call> calls) {
      this.calls = calls;
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i) instanceof Call.Launched) {
          launches.add(i);
        }
      }
    }

    @Override
    public void set(int number, Kernel kernel, long count, int threads, long[] slots) {
      Call.Launched now = new Call.Launched(kernel, count, threads, slots.clone());
      int place = launches.get(number);
      if (!now.resembles(calls.get(place))) {
        throw new AssertionError(kernel.function() + " set where there was " + calls.get(place));
      }
      calls.set(place, now);
    }

    @Override
    public void launch() {
      calls.forEach(call -> call.run(EmulatedDevice.this));
    }

    @Override
    public void close() {
      calls.clear();
    }
  }

  /** The emulator has one set of threads: one launch at a time. */
  @Override
  public void launch(Kernel kernel, long count, int threads, long[] slots) {
    if (capturing != null) {
      capturing.add(new Call.Launched(kernel, count, threads, slots.clone()));
      return;
    }
    synchronized (EmulatedDevice.class) {
      if (!launch(kernel.ordinal(), count, threads, slots)) {
        throw new AssertionError(
            kernel.function() + " is not in the source, or its threads do not meet");
      }
    }
  }

  @Override
  public void multiply(Product p, long a, long b, float beta, long c, int count) {
    if (capturing != null) {
      capturing.add(new Call.Multiplied(p, a, b, beta, c, count));
      return;
    }
    for (int i = 0; i < count; i++) {
      gemm(
          p.transposeA(),
          p.transposeB(),
          p.m(),
          p.n(),
          p.k(),
          a + i * p.strideA() * Float.BYTES,
          p.lda(),
          b + i * p.strideB() * Float.BYTES,
          p.ldb(),
          beta,
          c + i * p.strideC() * Float.BYTES,
          p.ldc());
    }
  }

  @Override
  public Convolution convolution(Convolution fallback, Launch launch) {
    return null;
  }

  @Override
  public void close() {
    if (!blocks.isEmpty()) {
      throw new AssertionError(
          "device memory was not freed: "
              + blocks.values().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }
}
