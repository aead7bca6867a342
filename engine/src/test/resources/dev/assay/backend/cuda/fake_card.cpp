// A card that there is not: the functions of CUDA, cuBLAS, cuDNN and NVRTC that dev.assay.backend.cuda calls, as one
// library for the processor, so that the very calls that CudaDevice makes can be tested. Appended to the emulated kernels.
//
// As on a card, work is done as late as may be: a call puts it into a queue, and waiting for an event does what was asked
// for before the event. A capture takes work into a graph instead and refuses what a graph cannot hold. What is wrong with
// a call is answered by an error code.
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace {

const int OK = 0, INVALID = 1, OUT_OF_MEMORY = 2, NO_CONTEXT = 201, BAD_HANDLE = 400, ILLEGAL_ADDRESS = 700,
          CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901;
const size_t MEMORY = (size_t)1 << 30;

/** Card 0 is too old to be used: whoever forgets to choose meets it. */
const int CARD = 1;

struct Node {
  int kernel = -1;  // else a closure
  int64_t blocks = 0;
  int threads = 0;
  int64_t slots[16] = {};
  std::function<void()> work;

  void run() const {
    if (kernel < 0) {
      work();
      return;
    }
    memcpy(emulator_slots, slots, sizeof slots);
    emulator_choose(kernel);
    gridDim.x = (unsigned)blocks;
    blockDim.x = (unsigned)threads;
    for (int64_t block = 0; block < blocks; block++) {
      blockIdx.x = (unsigned)block;
      if (emulator::blockwise) {
        if (!emulator::runBlock()) abort();
      } else {
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) emulator::body();
      }
    }
  }
};

typedef std::vector<std::shared_ptr<Node>> Graph;
typedef std::vector<std::pair<Node*, std::shared_ptr<Node>>> Executable;  // a node of the graph, and its copy

std::vector<std::shared_ptr<Node>> queue;
size_t done = 0;
Graph* capturing = nullptr;
bool invalidated = false;
int lastError = OK;
int objects = 0;   // made and not yet freed
int failure = 0;   // counts down to the call that fails; 0 for none
int capability = 90;
bool refusesCode = false;
bool broken = false;  // a kernel has gone astray: no call succeeds any more
int compiled = 0;

/** The card that the calling thread has chosen; without a choice the runtime takes the first, and the driver none. */
thread_local int chosen = -1;

/** Whether a call comes from a thread that has not chosen the card: handles, memory and streams are of one card. */
bool elsewhere() { return chosen != CARD; }

/** For calls that can fail on a card: whether this one does. */
bool fails() { return failure > 0 && --failure == 0; }

template <class T>
int make(T** place, T* made) {
  objects++;
  *place = made;
  return OK;
}

template <class T>
int destroy(T* one) {
  objects--;
  delete one;
  return OK;
}

void finish(size_t mark) {
  for (; done < mark; done++) {
    queue[done]->run();
    queue[done].reset();
  }
}

void ask(std::shared_ptr<Node> node) { (capturing ? *capturing : queue).push_back(std::move(node)); }

int ask(std::function<void()> work) {
  auto node = std::make_shared<Node>();
  node->work = std::move(work);
  ask(node);
  return OK;
}

/** For what a graph cannot hold. */
int outsideOfCapture() {
  if (!capturing) return OK;
  invalidated = true;
  return lastError = CAPTURE_UNSUPPORTED;
}

std::shared_ptr<Node> launch(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                             void** parameters) {
  if (gx == 0 || gy != 1 || gz != 1 || bx == 0 || by != 1 || bz != 1) return nullptr;
  auto node = std::make_shared<Node>();
  node->kernel = (int)(size_t)function - 1;
  node->blocks = gx;
  node->threads = (int)bx;
  for (int i = 0; i < kernelParameters[node->kernel]; i++) memcpy(&node->slots[i], parameters[i], sizeof(int64_t));
  return node;
}

}  // namespace

extern "C" {

// ---- The CUDA runtime -------------------------------------------------------------------------------------------------

int cudaRuntimeGetVersion(int* version) { return *version = 13000, OK; }
int cudaDriverGetVersion(int* version) { return *version = 13000, OK; }
int cudaGetDeviceCount(int* count) { return *count = 2, OK; }

/** 1008 bytes, of which these are looked at. */
int cudaGetDeviceProperties(char* properties, int device) {
  const int major = device == CARD ? capability / 10 : 5, minor = device == CARD ? capability % 10 : 2;
  memset(properties, 0, 1008);
  strcpy(properties, device == CARD ? "a fake card" : "an old card");
  memcpy(properties + 288, &MEMORY, sizeof MEMORY);
  memcpy(properties + 360, &major, sizeof major);
  memcpy(properties + 364, &minor, sizeof minor);
  return OK;
}

const char* cudaGetErrorName(int) { return "cudaErrorFake"; }
const char* cudaGetErrorString(int) { return "made up"; }
int cudaGetLastError() { return std::exchange(lastError, OK); }
int cudaSetDevice(int device) { return device == 0 || device == CARD ? chosen = device, OK : INVALID; }

int cudaMalloc(void** block, size_t bytes) {
  if (outsideOfCapture()) return lastError;
  if (broken) return ILLEGAL_ADDRESS;
  if (elsewhere()) return lastError = INVALID;
  if (bytes > MEMORY || fails()) return lastError = OUT_OF_MEMORY;
  if (posix_memalign(block, 256, bytes)) return lastError = OUT_OF_MEMORY;
  memset(*block, 0xff, bytes);  // NaN: nothing may count on zeros
  objects++;
  return OK;
}

/** "May" wait, says the documentation; this one does not. */
int cudaFree(void* block) {
  if (outsideOfCapture()) return lastError;
  if (done < queue.size()) return lastError = INVALID;
  objects--;
  free(block);
  return OK;
}

int cudaMallocHost(void** block, size_t bytes) { return cudaMalloc(block, bytes); }
int cudaFreeHost(void* block) { return cudaFree(block); }
int cudaMemGetInfo(size_t* available, size_t* total) { return *available = *total = MEMORY, OK; }

int cudaStreamCreateWithFlags(char** stream, unsigned flags) {
  return fails() || flags != 1 || elsewhere() ? INVALID : make(stream, new char());
}
int cudaStreamDestroy(char* stream) { return destroy(stream); }

int cudaStreamSynchronize(void*) {
  if (outsideOfCapture()) return lastError;
  finish(queue.size());
  return OK;
}

int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int, void*) {
  return fails() ? INVALID : ask([=] { memmove(to, from, bytes); });
}

int cudaMemsetAsync(void* at, int value, size_t bytes, void*) {
  return fails() ? INVALID : ask([=] { memset(at, value, bytes); });
}

struct Event {
  size_t mark;
  bool recorded, timing;
};

int cudaEventCreateWithFlags(Event** event, unsigned flags) { 
  return fails() || elsewhere() ? INVALID : make(event, new Event{0, false, flags == 0});
}
int cudaEventDestroy(Event* event) { return destroy(event); }

int cudaEventRecord(Event* event, void*) {
  if (outsideOfCapture()) return lastError;
  event->mark = queue.size();
  event->recorded = true;
  return OK;
}

int cudaEventSynchronize(Event* event) {
  if (outsideOfCapture()) return lastError;
  finish(event->mark);
  return OK;
}

/** A millisecond for each piece of work. */
int cudaEventElapsedTime(float* milliseconds, Event* from, Event* to) {
  *milliseconds = (float)(to->mark - from->mark);
  return from->timing && to->timing && from->recorded && to->recorded && done >= to->mark ? OK : BAD_HANDLE;
}

// ---- Graphs -----------------------------------------------------------------------------------------------------------

int cudaStreamBeginCapture(void*, int mode) {
  if (capturing || mode != 1) return INVALID;
  capturing = new Graph();
  invalidated = false;
  return OK;
}

int cudaStreamEndCapture(void*, Graph** graph) {
  if (!capturing) return INVALID;
  *graph = std::exchange(capturing, nullptr);
  if (!invalidated) return OK;
  delete *graph;
  *graph = nullptr;
  return lastError = CAPTURE_INVALIDATED;
}

int cudaStreamGetCaptureInfo(void*, int* status, unsigned long long*, void**, Node*** nodes, void**, size_t* count) {
  static Node* last[1];
  *status = capturing ? 1 : 0;
  if (!capturing) return OK;
  *count = capturing->empty() ? 0 : 1;
  last[0] = capturing->empty() ? nullptr : capturing->back().get();
  *nodes = last;
  return OK;
}

int cudaGraphInstantiate(Executable** executable, Graph* graph, unsigned long long flags) {
  if (flags != 0) return INVALID;
  *executable = new Executable();
  for (auto& node : *graph) (*executable)->push_back({node.get(), node});
  return OK;
}

int cudaGraphLaunch(Executable* executable, void*) {
  if (outsideOfCapture()) return lastError;
  if (elsewhere()) return lastError = INVALID;
  for (auto& node : *executable) queue.push_back(node.second);
  return OK;
}

int cudaGraphExecDestroy(Executable* executable) { return delete executable, OK; }
int cudaGraphDestroy(Graph* graph) { return delete graph, OK; }

struct KernelNode {
  void* function;
  unsigned gx, gy, gz, bx, by, bz, shared;
  void **parameters, **extra;
  void *kernel, *context;
};

/** What is in the queue keeps the arguments that it had. */
int cuGraphExecKernelNodeSetParams_v2(Executable* executable, Node* node, const KernelNode* to) {
  if (elsewhere()) return NO_CONTEXT;
  for (auto& one : *executable) {
    if (one.first != node) continue;
    auto set = launch(to->function, to->gx, to->gy, to->gz, to->bx, to->by, to->bz, to->parameters);
    if (!set || set->kernel != node->kernel || to->shared || to->extra || to->kernel || to->context) return INVALID;
    one.second = set;
    return OK;
  }
  return BAD_HANDLE;
}

// ---- The driver -------------------------------------------------------------------------------------------------------

int cuGetErrorName(int, const char** name) { return *name = "CUDA_ERROR_FAKE", OK; }

/** Takes machine code for cards that NVRTC knows, and PTX for others; refuses once what it is told to refuse. */
int cuModuleLoadData(char** module, const char* image) {
  if (elsewhere()) return NO_CONTEXT;
  if (fails() || std::exchange(refusesCode, false) || strcmp(image, capability == 90 ? "cubin" : "ptx")) return INVALID;
  return make(module, new char());
}
int cuModuleUnload(char* module) { return destroy(module); }

int cuModuleGetFunction(void** function, void*, const char* name) {
  for (size_t i = 0; i < sizeof kernelNames / sizeof *kernelNames; i++) {
    if (strcmp(name, kernelNames[i]) == 0) return *function = (void*)(i + 1), OK;
  }
  return INVALID;
}

int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                   unsigned shared, void*, void** parameters, void** extra) {
  if (elsewhere()) return NO_CONTEXT;
  auto node = launch(function, gx, gy, gz, bx, by, bz, parameters);
  if (!node || shared || extra) return INVALID;
  ask(node);
  return OK;
}

// ---- cuBLAS -----------------------------------------------------------------------------------------------------------

int cublasCreate_v2(char** handle) { return fails() || elsewhere() ? INVALID : make(handle, new char()); }
int cublasDestroy_v2(char* handle) { return destroy(handle); }
int cublasSetStream_v2(void*, void*) { return fails() ? INVALID : OK; }
int cublasSetWorkspace_v2(void*, void* space, size_t bytes) { return space && bytes && !fails() ? OK : INVALID; }
int cublasSetMathMode(void*, int mode) { return (mode == 0 || mode == 3) && !fails() ? OK : INVALID; }
int cublasGetProperty(int which, int* value) { return *value = which == 0 ? 13 : 0, OK; }
const char* cublasGetStatusName(int) { return "CUBLAS_STATUS_FAKE"; }

int cublasSgemmStridedBatched(void*, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
                              long long strideA, const float* b, int ldb, long long strideB, const float* beta, float* c,
                              int ldc, long long strideC, int count) {
  if (*alpha != 1 || elsewhere()) return INVALID;
  if (m < 1 || n < 1 || k < 1 || lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return INVALID;
  const float keep = *beta;
  return ask([=] {
    for (int z = 0; z < count; z++) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          float sum = 0;
          for (int l = 0; l < k; l++)
            sum += element(a + z * strideA, ta, i, l, lda) * element(b + z * strideB, tb, l, j, ldb);
          float* to = c + z * strideC + (int64_t)j * ldc + i;
          *to = keep == 0 ? sum : sum + keep * *to;
        }
      }
    }
  });
}

int cublasSgemm_v2(void* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
                   const float* b, int ldb, const float* beta, float* c, int ldc) {
  return cublasSgemmStridedBatched(handle, ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

// ---- NVRTC ------------------------------------------------------------------------------------------------------------

int nvrtcVersion(int* major, int* minor) { return *major = 13, *minor = 99, OK; }

/** A compiler of 2025: cards up to 12.1. */
int nvrtcGetNumSupportedArchs(int* count) { return *count = 3, OK; }
int nvrtcGetSupportedArchs(int* capabilities) {
  const int known[] = {75, 90, 121};
  memcpy(capabilities, known, sizeof known);
  return OK;
}
int nvrtcCreateProgram(char** program, const char*, const char*, int, void*, void*) {
  return fails() ? INVALID : make(program, new char());
}
int nvrtcDestroyProgram(char** program) { return destroy(*program); }
int nvrtcCompileProgram(void*, int, const char* const* options) {
  compiled++;
  return fails() || strcmp(options[0], capability == 90 ? "--gpu-architecture=sm_90" : "--gpu-architecture=compute_121");
}
int nvrtcGetProgramLogSize(void*, size_t* bytes) { return *bytes = 1, OK; }
int nvrtcGetProgramLog(void*, char* log) { return *log = 0, OK; }
int nvrtcGetCUBINSize(void*, size_t* bytes) { return *bytes = sizeof "cubin", capability == 90 && !fails() ? OK : INVALID; }
int nvrtcGetCUBIN(void*, char* cubin) { return strcpy(cubin, "cubin"), OK; }
int nvrtcGetPTXSize(void*, size_t* bytes) { return *bytes = sizeof "ptx", capability == 90 ? INVALID : OK; }
int nvrtcGetPTX(void*, char* ptx) { return strcpy(ptx, "ptx"), OK; }
const char* nvrtcGetErrorString(int) { return "NVRTC_ERROR_FAKE"; }

// ---- cuDNN ------------------------------------------------------------------------------------------------------------

const int PRECOMPUTED = 1, TF32 = 2, OTHER = 5, DEFAULT_MATH = 0, TENSOR_MATH = 1, FMA_MATH = 3, NOT_SUPPORTED = 3000;
const size_t SPACE = 1 << 20;

struct Extents {
  int n, c, h, w;  // of a window: padding and strides
  int math;
};

int cudnnCreate(char** handle) { return fails() || elsewhere() ? INVALID : make(handle, new char()); }
int cudnnDestroy(char* handle) { return destroy(handle); }
int cudnnSetStream(void*, void*) { return fails() ? INVALID : OK; }
size_t cudnnGetVersion() { return 91900; }
const char* cudnnGetErrorString(int) { return "CUDNN_STATUS_FAKE"; }
int cudnnCreateTensorDescriptor(Extents** made) { return fails() ? INVALID : make(made, new Extents()); }
int cudnnCreateFilterDescriptor(Extents** made) { return fails() ? INVALID : make(made, new Extents()); }
int cudnnCreateConvolutionDescriptor(Extents** made) { return fails() ? INVALID : make(made, new Extents()); }
int cudnnDestroyTensorDescriptor(Extents* one) { return destroy(one); }
int cudnnDestroyFilterDescriptor(Extents* one) { return destroy(one); }
int cudnnDestroyConvolutionDescriptor(Extents* one) { return destroy(one); }
int cudnnSetTensor4dDescriptor(Extents* one, int format, int type, int n, int c, int h, int w) {
  if ((int64_t)n * c * h * w > INT32_MAX) return NOT_SUPPORTED;  // so does cuDNN 9.24
  return *one = {n, c, h, w, 0}, format == 0 && type == 0 && !fails() ? OK : INVALID;
}
int cudnnSetFilter4dDescriptor(Extents* one, int type, int format, int n, int c, int h, int w) {
  return *one = {n, c, h, w, 0}, format == 0 && type == 0 && !fails() ? OK : INVALID;
}
int cudnnSetConvolution2dDescriptor(Extents* one, int ph, int pw, int sh, int sw, int dh, int dw, int mode, int type) {
  return *one = {ph, pw, sh, sw, 0}, dh == 1 && dw == 1 && mode == 1 && type == 0 ? OK : INVALID;
}

int cudnnGetConvolution2dForwardOutputDim(Extents* window, Extents* x, Extents* filters, int* n, int* c, int* h, int* w) {
  *n = x->n, *c = filters->n;
  *h = (x->h + 2 * window->n - filters->h) / window->h + 1;
  *w = (x->w + 2 * window->c - filters->w) / window->w + 1;
  return OK;
}

struct Activation {
  int mode, nan;
};
const int RECTIFIER = 1, IDENTITY = 5;

int cudnnCreateActivationDescriptor(Activation** made) { return fails() ? INVALID : make(made, new Activation()); }
int cudnnDestroyActivationDescriptor(Activation* one) { return destroy(one); }
int cudnnSetActivationDescriptor(Activation* one, int mode, int nan, double) {
  return *one = {mode, nan}, fails() ? INVALID : OK;
}
int cudnnSetConvolutionMathType(Extents* one, int math) { return one->math = math, fails() ? INVALID : OK; }

struct Performance {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

/**
 * Four, of which the first is not deterministic, the second wants too much, the third uses TF32; the last, one for each
 * stride, is for 3x3. With stride 3 none of them runs after all.
 */
static int algorithm(const Extents* window) { return window->h == 1 ? PRECOMPUTED : OTHER; }
static int algorithms(const Extents* filters, const Extents* window, int room, int* count, Performance* found) {
  if (room < 4 || (window->math != FMA_MATH && window->math != DEFAULT_MATH) || elsewhere()) return INVALID;
  found[0] = {0, OK, 1, 0, 0, FMA_MATH, {}};
  found[1] = {4, OK, 1, MEMORY, 1, FMA_MATH, {}};
  found[2] = {TF32, OK, 1, 0, 1, TENSOR_MATH, {}};
  found[3] = {algorithm(window), filters->h == 3 ? OK : 9, 1, SPACE, 1, FMA_MATH, {}};
  *count = 4;
  return OK;
}

int cudnnGetConvolutionForwardAlgorithm_v7(void*, Extents*, Extents* filters, Extents* window, Extents*, int room,
                                           int* count, Performance* found) {
  return algorithms(filters, window, room, count, found);
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(void*, Extents* filters, Extents*, Extents* window, Extents*, int room,
                                                int* count, Performance* found) {
  return algorithms(filters, window, room, count, found);
}
int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void*, Extents*, Extents*, Extents* window, Extents* filters, int room,
                                                  int* count, Performance* found) {
  return algorithms(filters, window, room, count, found);
}

/** result = 0, then use(pixel, weight, output) for every product of a convolution; spoils the space, too. */
static int convolve(int how, const float* alpha, const float* beta, void* space, size_t bytes, Extents x, Extents w,
                    Extents s, Extents y, float* result, Extents of, std::function<void(int, int, int)> use) {
  if (*alpha != 1 || *beta != 0 || !space || bytes < SPACE || elsewhere()) return INVALID;
  if (!(how == TF32 && s.math == TENSOR_MATH) && !(how == algorithm(&s) && s.math == FMA_MATH)) return INVALID;
  if (s.h == 3) return NOT_SUPPORTED + 9;
  return ask([=] {
    memset(space, 0xff, SPACE);
    memset(result, 0, sizeof(float) * of.n * of.c * of.h * of.w);
    for (int n = 0; n < y.n; n++)
      for (int o = 0; o < y.c; o++)
        for (int i = 0; i < y.h; i++)
          for (int j = 0; j < y.w; j++)
            for (int c = 0; c < x.c; c++)
              for (int a = 0; a < w.h; a++)
                for (int b = 0; b < w.w; b++) {
                  const int h = i * s.h + a - s.n, v = j * s.w + b - s.c;
                  if (h >= 0 && h < x.h && v >= 0 && v < x.w)
                    use(((n * x.c + c) * x.h + h) * x.w + v, ((o * x.c + c) * w.h + a) * w.w + b,
                        ((n * y.c + o) * y.h + i) * y.w + j);
                }
  });
}

int cudnnConvolutionForward(void*, const float* alpha, Extents* x, const float* in, Extents* w, const float* weights,
                            Extents* s, int algorithm, void* space, size_t bytes, const float* beta, Extents* y,
                            float* out) {
  return convolve(algorithm, alpha, beta, space, bytes, *x, *w, *s, *y, out, *y,
                  [=](int i, int k, int o) { out[o] += in[i] * weights[k]; });
}
/** As NVIDIA documents it, the identity goes with one algorithm only; a summand times zero is not read. */
int cudnnConvolutionBiasActivationForward(void*, const float* alpha, Extents* x, const float* in, Extents* w,
                                          const float* weights, Extents* s, int algorithm, void* space, size_t bytes,
                                          const float* zero, Extents* z, const float*, Extents* b, const float* bias,
                                          Activation* activation, Extents* y, float* out) {
  const int mode = activation->mode;
  const bool keepsNaN = activation->nan == 1;
  if (b->n != 1 || b->c != y->c || b->h != 1 || b->w != 1 || z->n != y->n || z->c != y->c || *zero != 0) return INVALID;
  if (mode != RECTIFIER && !(mode == IDENTITY && algorithm == PRECOMPUTED)) return NOT_SUPPORTED;
  const int code = convolve(algorithm, alpha, zero, space, bytes, *x, *w, *s, *y, out, *y,
                            [=](int i, int k, int o) { out[o] += in[i] * weights[k]; });
  if (code != OK) return code;
  const int plane = y->h * y->w, outputs = y->c, count = y->n * outputs * plane;
  const bool aligned = (((size_t)in | (size_t)weights | (size_t)bias | (size_t)out) & 15) == 0;
  return ask([=] {
    for (int i = 0; i < count; i++) {
      const float value = out[i] + bias[i / plane % outputs];
      out[i] = mode == IDENTITY ? value : keepsNaN ? (value <= 0 ? 0 : value) : fmaxf(value, 0);
      if (!aligned) out[i] = NAN;
    }
  });
}
int cudnnConvolutionBackwardData(void*, const float* alpha, Extents* w, const float* weights, Extents* y, const float* dy,
                                 Extents* s, int algorithm, void* space, size_t bytes, const float* beta, Extents* x,
                                 float* dx) {
  return convolve(algorithm, alpha, beta, space, bytes, *x, *w, *s, *y, dx, *x,
                  [=](int i, int k, int o) { dx[i] += dy[o] * weights[k]; });
}
int cudnnConvolutionBackwardFilter(void*, const float* alpha, Extents* x, const float* in, Extents* y, const float* dy,
                                   Extents* s, int algorithm, void* space, size_t bytes, const float* beta, Extents* w,
                                   float* dw) {
  return convolve(algorithm, alpha, beta, space, bytes, *x, *w, *s, *y, dw, *w,
                  [=](int i, int k, int o) { dw[k] += in[i] * dy[o]; });
}

// ---- What tests set and ask: dev.assay.backend.cuda.FakeCard ----------------------------------------------------------

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_FakeCard_failAt(JNIEnv*, jclass, jint call) { failure = call; }
JNIEXPORT jboolean JNICALL Java_dev_assay_backend_cuda_FakeCard_hasFailed(JNIEnv*, jclass) { return failure == 0; }
JNIEXPORT jint JNICALL Java_dev_assay_backend_cuda_FakeCard_objects(JNIEnv*, jclass) { return objects; }
JNIEXPORT jint JNICALL Java_dev_assay_backend_cuda_FakeCard_compiled(JNIEnv*, jclass) { return compiled; }
JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_FakeCard_refuseCodeOnce(JNIEnv*, jclass) { refusesCode = true; }
JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_FakeCard_breakDown(JNIEnv*, jclass, jboolean to) { broken = to; }
JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_FakeCard_setCapability(JNIEnv*, jclass, jint to) { capability = to; }
}
