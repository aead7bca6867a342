package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemmStridedBatched;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDefault;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventDisableTiming;
import static org.bytedeco.cuda.global.cudart.cudaEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import dev.assay.io.Text;
import dev.assay.kernels.NativeCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A card through the CUDA runtime, the driver's launches, cuBLAS and, where present, cuDNN. TF32,
 * which rounds the factors of products to 10 bits, is off unless the system property {@code
 * assay.tf32} or the environment variable {@code ASSAY_TF32} says {@code on}.
 */
final class CudaDevice implements Device {
  /** What NVIDIA recommends for Hopper; a workspace of fixed size keeps results reproducible. */
  private static final long BLAS_WORKSPACE = 32L << 20;

  /** The most memory for cuDNN's algorithms; fast ones want much. Cards with little give less. */
  private static final long DNN_SPACE = 256L << 20;

  private static final int DNN_SHARE = 32;

  private final CudaStatus status;
  private final boolean tf32;
  private final boolean graphs;
  private final CUstream_st stream = new CUstream_st();
  private final CUevent_st[] events = new CUevent_st[EVENTS];
  private final CUevent_st[] clock = new CUevent_st[2];
  private final cublasContext blas = new cublasContext();
  private final CUmod_st module = new CUmod_st();
  private final CUfunc_st[] functions = new CUfunc_st[Kernel.values().length];
  private final LongPointer slots = new LongPointer(Kernel.MOST_PARAMETERS);
  private final PointerPointer<Pointer> parameters = new PointerPointer<>(Kernel.MOST_PARAMETERS);
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer beta = new FloatPointer(1);
  private final Address a = new Address();
  private final Address b = new Address();
  private final Address c = new Address();
  private Target target;
  private long workspace;
  private long dnnSpace;

  /** The graph that is being captured; null for none. */
  private CudaGraph capturing;

  /** The thread that the card was last made current on; the driver's launches need that. */
  private Thread current;

  /** Opens the card that the check chose. */
  static CudaDevice open(CudaStatus status) {
    CudaDevice device = new CudaDevice(status);
    try {
      device.start();
      return device;
    } catch (RuntimeException | Error e) {
      Closing.after(e, device);
      throw e;
    }
  }

  private CudaDevice(CudaStatus status) {
    this.status = status;
    this.tf32 = "on".equalsIgnoreCase(setting("assay.tf32", "ASSAY_TF32"));
    this.graphs = !"off".equalsIgnoreCase(setting("assay.graphs", "ASSAY_GRAPHS"));
  }

  private static String setting(String property, String variable) {
    return System.getProperty(property, System.getenv(variable));
  }

  private void start() {
    bind();
    CudaCheck.runtime(
        cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "creating a stream");
    create(events, cudaEventDisableTiming);
    create(clock, cudaEventDefault);
    for (int i = 0; i < Kernel.MOST_PARAMETERS; i++) {
      parameters.put(i, new Address().at(slots.address() + (long) i * Long.BYTES));
    }
    startBlas();
    loadKernels();
  }

  private static void create(CUevent_st[] events, int flags) {
    for (int i = 0; i < events.length; i++) {
      CUevent_st event = new CUevent_st();
      CudaCheck.runtime(cudaEventCreateWithFlags(event, flags), "creating an event");
      events[i] = event;
    }
  }

  private static void destroy(CUevent_st[] events) {
    for (CUevent_st event : events) {
      if (event != null) {
        cudaEventDestroy(event);
      }
    }
  }

  private void startBlas() {
    CudaCheck.blas(cublasCreate_v2(blas), "starting cuBLAS");
    CudaCheck.blas(cublasSetStream_v2(blas, stream), "cublasSetStream");
    workspace = allocate(BLAS_WORKSPACE);
    if (workspace != 0) {
      CudaCheck.blas(
          cublasSetWorkspace_v2(blas, a.at(workspace), BLAS_WORKSPACE), "cublasSetWorkspace");
    }
    CudaCheck.blas(
        cublasSetMathMode(blas, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH),
        "cublasSetMathMode");
  }

  private void loadKernels() {
    String source = KernelSource.text();
    target = Target.of(status.card().capability(), Nvrtc.known());
    String key = KernelCache.key(source, target.options(), Nvrtc.version());
    new KernelCache(cacheFolder()).load(key, () -> Nvrtc.compile(source, target), this::loadModule);
    for (Kernel kernel : Kernel.values()) {
      CUfunc_st function = new CUfunc_st();
      CudaCheck.driver(
          cuModuleGetFunction(function, module, kernel.function()),
          "finding the kernel " + kernel.function());
      functions[kernel.ordinal()] = function;
    }
  }

  private void loadModule(byte[] code) {
    try (BytePointer image = new BytePointer(code)) {
      CudaCheck.driver(cuModuleLoadData(module, image), "loading the kernels");
    }
  }

  private static Path cacheFolder() {
    try {
      return NativeCache.folder("assay-kernels");
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Makes the card current on this thread. */
  void bind() {
    if (current != Thread.currentThread()) {
      CudaCheck.runtime(cudaSetDevice(status.device()), "choosing the card");
      current = Thread.currentThread();
    }
  }

  @Override
  public String description() {
    String parts =
        status.parts().stream()
            .map(
                part ->
                    part.missing() == null
                        ? part.name() + " " + part.version()
                        : "no " + part.name())
            .collect(Collectors.joining(", "));
    return Text.format(
        "%s, %s, %s%s%s",
        status.reason(),
        parts,
        tf32 ? "TF32" : "FP32",
        graphs ? "" : ", no graphs",
        target.portable() ? ", kernels as PTX" : "");
  }

  // ---- Memory ---------------------------------------------------------------------------------

  @Override
  public long totalBytes() {
    return status.card().memory();
  }

  @Override
  public long freeBytes() {
    bind();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaCheck.runtime(cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return free.get();
    }
  }

  @Override
  public long allocate(long bytes) {
    bind();
    Address block = new Address();
    int code = cudaMalloc(block, bytes);
    if (code == cudaErrorMemoryAllocation) {
      cudaGetLastError(); // told by the result: the next call is not to meet it
      return 0;
    }
    CudaCheck.runtime(code, "asking for memory"); // of work before, perhaps: not for want of room
    return block.address();
  }

  @Override
  public void free(long address) {
    synchronize(); // work before may use the block, and cudaFree is not bound to wait for it
    CudaCheck.runtime(cudaFree(a.at(address)), "cudaFree");
  }

  @Override
  public long allocateHost(long bytes) {
    bind();
    Address block = new Address();
    CudaCheck.runtime(cudaMallocHost(block, bytes), "pinning host memory");
    return block.address();
  }

  @Override
  public void freeHost(long host) {
    bind();
    CudaCheck.runtime(cudaFreeHost(a.at(host)), "cudaFreeHost");
  }

  @Override
  public void put(float[] source, int from, int count, long host) {
    a.at(host).put(source, from, count);
  }

  @Override
  public void get(long host, float[] target, int from, int count) {
    a.at(host).get(target, from, count);
  }

  @Override
  public void upload(long host, long address, long bytes) {
    copy(host, address, bytes, cudaMemcpyHostToDevice);
  }

  @Override
  public void download(long address, long host, long bytes) {
    copy(address, host, bytes, cudaMemcpyDeviceToHost);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    copy(from, to, bytes, cudaMemcpyDeviceToDevice);
  }

  private void copy(long from, long to, long bytes, int kind) {
    bind();
    CudaCheck.runtime(cudaMemcpyAsync(a.at(to), b.at(from), bytes, kind, stream), "a copy");
  }

  @Override
  public void zero(long address, long bytes) {
    bind();
    CudaCheck.runtime(cudaMemsetAsync(a.at(address), 0, bytes, stream), "filling memory");
  }

  // ---- Order ----------------------------------------------------------------------------------

  @Override
  public void record(int event) {
    bind();
    CudaCheck.runtime(cudaEventRecord(events[event], stream), "cudaEventRecord");
  }

  @Override
  public void await(int event) {
    bind();
    CudaCheck.runtime(cudaEventSynchronize(events[event]), "work on the GPU");
  }

  @Override
  public void synchronize() {
    bind();
    CudaCheck.runtime(cudaStreamSynchronize(stream), "work on the GPU");
  }

  @Override
  public double time(Runnable work) {
    bind();
    CudaCheck.runtime(cudaEventRecord(clock[0], stream), "cudaEventRecord");
    work.run();
    CudaCheck.runtime(cudaEventRecord(clock[1], stream), "cudaEventRecord");
    CudaCheck.runtime(cudaEventSynchronize(clock[1]), "work on the GPU");
    float[] milliseconds = {0};
    CudaCheck.runtime(
        cudaEventElapsedTime(milliseconds, clock[0], clock[1]), "cudaEventElapsedTime");
    return milliseconds[0] / 1000.0;
  }

  // ---- Work -----------------------------------------------------------------------------------

  @Override
  public void launch(Kernel kernel, long blocks, int threads, long[] arguments) {
    bind();
    CudaCheck.driver(
        cuLaunchKernel(
            function(kernel),
            Math.toIntExact(blocks),
            1,
            1,
            threads,
            1,
            1,
            0,
            stream,
            parameters(kernel, arguments),
            (PointerPointer<?>) null),
        "the kernel " + kernel.function());
    if (capturing != null) {
      capturing.addLaunch(stream);
    }
  }

  CUfunc_st function(Kernel kernel) {
    return functions[kernel.ordinal()];
  }

  /** Arguments as the driver wants them, until the next call of this. */
  PointerPointer<?> parameters(Kernel kernel, long[] arguments) {
    slots.put(arguments, 0, kernel.parameters().length());
    return parameters;
  }

  @Override
  public boolean hasGraphs() {
    return graphs;
  }

  @Override
  public Graph capture(Runnable work) {
    bind();
    capturing = new CudaGraph(this);
    try {
      return capturing.capture(stream, work);
    } finally {
      capturing = null;
    }
  }

  @Override
  public void multiply(Product p, long left, long right, float keep, long result, int count) {
    bind();
    beta.put(0, keep);
    int operationA = p.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int operationB = p.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int code =
        count == 1
            ? cublasSgemm_v2(
                blas,
                operationA,
                operationB,
                p.m(),
                p.n(),
                p.k(),
                one,
                a.at(left),
                p.lda(),
                b.at(right),
                p.ldb(),
                beta,
                c.at(result),
                p.ldc())
            : cublasSgemmStridedBatched(
                blas,
                operationA,
                operationB,
                p.m(),
                p.n(),
                p.k(),
                one,
                a.at(left),
                p.lda(),
                p.strideA(),
                b.at(right),
                p.ldb(),
                p.strideB(),
                beta,
                c.at(result),
                p.ldc(),
                p.strideC(),
                count);
    CudaCheck.blas(code, "a product of matrices");
  }

  @Override
  public Convolution convolution(Convolution fallback, Launch launch) {
    if (!status.has(Cuda.CUDNN)) {
      return null;
    }
    long bytes = Math.min(DNN_SPACE, totalBytes() / DNN_SHARE);
    dnnSpace = allocate(bytes);
    return new CudnnConvolution(
        this::bind, stream, tf32, dnnSpace, dnnSpace == 0 ? 0 : bytes, fallback, launch);
  }

  @Override
  public void close() {
    if (!stream.isNull()) {
      bind();
    }
    if (!module.isNull()) {
      cuModuleUnload(module);
    }
    if (!blas.isNull()) {
      cublasDestroy_v2(blas);
    }
    for (long block : new long[] {workspace, dnnSpace}) {
      if (block != 0) {
        cudaFree(a.at(block));
      }
    }
    destroy(events);
    destroy(clock);
    if (!stream.isNull()) {
      cudaStreamDestroy(stream);
    }
    slots.close();
    parameters.close();
    one.close();
    beta.close();
  }
}
