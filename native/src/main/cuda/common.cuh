// What all families share. The kernels are plain CUDA C without headers, so that NVRTC, nvcc and (behind a few
// definitions, see the tests of dev.assay.backend.cuda) a host C++ compiler take the same text.
//
// Rules: no float atomics (the one atomic counts blocks), every sum in a fixed order, one result does not depend on how
// many others are computed beside it. Unless said otherwise one thread computes one output, and threads with nothing to
// do return. A kernel that does little for an element takes EACH of them a thread: with one load a thread there are too
// few under way to keep the memory busy, and finding a place by division costs more than the rest.
// Layouts and formulas are those of dev.assay.backend.Backend; absent tensors are null.
#pragma once

typedef long long i64;
typedef unsigned long long u64;

/** Threads of a block of the kernels that sum within a block. */
#define BLOCK 256

/** Which thread this is, of all. */
__device__ inline i64 globalIndex() { return (i64)blockIdx.x * blockDim.x + threadIdx.x; }

/** Elements of a thread of the kernels that say so. */
#define EACH 4

/** Neighbours that are read and written in one access; their place among rows is computed once. */
struct alignas(16) Four {
  float at[EACH];
};

/** Whether rows of a size can be taken apart into fours, at such addresses. */
__device__ inline bool inFours(int size, const float* a, const float* b, const float* c) {
  return size % EACH == 0 && (((u64)a | (u64)b | (u64)c) & (sizeof(Four) - 1)) == 0;
}

/** Element number j of a thread where they are not in fours: neighbours are read by neighbours. */
__device__ inline i64 apart(int j) { return ((i64)blockIdx.x * EACH + j) * blockDim.x + threadIdx.x; }

// Divisions of 64 bits are slow; indices rarely need them.
__device__ inline i64 quotient(i64 a, int b) { return a <= 0xffffffffLL ? (i64)((unsigned)a / (unsigned)b) : a / b; }

/** Where a sample has what its cotangents have at i: rows of a size, K for each of the sample. */
__device__ inline i64 ofSample(i64 i, int cotangents, int size) {
  if (cotangents == 1) return i;
  const i64 row = quotient(i, size);
  return quotient(row, cotangents) * size + (i - row * size);
}

/** floor(a / b) for b > 0. */
__device__ inline int floorDiv(int a, int b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }

__device__ inline int least(int a, int b) { return a < b ? a : b; }
__device__ inline int most(int a, int b) { return a > b ? a : b; }

/** The channel of element i of images. */
__device__ inline int channelOf(i64 i, int channels, int plane) {
  const i64 row = quotient(i, plane);
  return (int)(row - quotient(row, channels) * channels);
}

/** out[i] = f(channel of i, a[i], b[i]); out may be a or b. For EACH elements a thread. */
template <class Function>
__device__ inline void byChannel(i64 count, int channels, int plane, const float* a, const float* b, float* out,
                                 Function f) {
  if (inFours(plane, a, b, out)) {
    const i64 i = EACH * globalIndex();
    if (i >= count) return;
    const int c = channelOf(i, channels, plane);
    const Four x = *(const Four*)(a + i), z = *(const Four*)(b + i);
    Four y;
#pragma unroll
    for (int j = 0; j < EACH; j++) y.at[j] = f(c, x.at[j], z.at[j]);
    *(Four*)(out + i) = y;
    return;
  }
#pragma unroll
  for (int j = 0; j < EACH; j++) {
    const i64 i = apart(j);
    if (i < count) out[i] = f(channelOf(i, channels, plane), a[i], b[i]);
  }
}

/** max(x, 0); NaN stays NaN, so that divergence shows in the loss. */
__device__ inline float positive(float x) { return x <= 0 ? 0.0f : x; }

/**
 * The sum of one value of each thread of a block of BLOCK threads; all threads get it. Called by all threads of the
 * block. First every 32nd value, for which a warp reads neighbours, then the 32 sums in their order.
 */
__device__ inline float blockSum(float value, float* shared) {
  shared[threadIdx.x] = value;
  __syncthreads();
  float sum = 0;
  if (threadIdx.x < 32) {
#pragma unroll
    for (int i = 0; i < BLOCK / 32; i++) sum += shared[threadIdx.x + 32 * i];
    shared[threadIdx.x] = sum;
  }
  __syncthreads();
  sum = 0;
#pragma unroll
  for (int i = 0; i < 32; i++) sum += shared[i];
  __syncthreads();
  return sum;
}

/**
 * Whether this block is the last of all to come here, so that what thread 0 of each wrote before can be read by
 * __ldcg. Called by all threads of the block. The counter is zero before a launch and after it.
 */
__device__ inline bool isLastBlock(unsigned* counter) {
  __shared__ bool last;
  if (threadIdx.x == 0) {
    __threadfence();
    last = atomicInc(counter, gridDim.x - 1) == gridDim.x - 1;
    __threadfence();
  }
  __syncthreads();
  return last;
}

/** edge: 0 reflect, 1 replicate, 2 zero, 3 circular. The place inside the image that a place beyond the edge stands for, or -1 for a zero. */
__device__ inline int source(int edge, int place, int extent) {
  if (place >= 0 && place < extent) return place;
  if (edge == 2) return -1;
  if (edge == 1) return place < 0 ? 0 : extent - 1;
  if (extent == 1) return 0;
  const int period = edge == 3 ? extent : 2 * (extent - 1);
  int folded = place % period;
  if (folded < 0) folded += period;
  return folded < extent ? folded : period - folded;
}
