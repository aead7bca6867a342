// What CUDA C means to a host compiler: enough to run the kernels of native/src/main/cuda, one thread after the other.
// Threads of a block that wait for each other (__syncthreads) are contexts that take turns; others are plain calls.
#pragma once
#include <jni.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define __global__
#define __device__
#define __shared__ static

struct Index {
  unsigned x;
};
static Index gridDim, blockIdx, blockDim, threadIdx;

namespace emulator {

const int STACK = 64 << 10;
const int MOST_THREADS = 256;

struct Thread {
  ucontext_t start;
  jmp_buf place;
  bool running, done;
};
static Thread threads[MOST_THREADS];
static char* stacks;
static jmp_buf scheduler;
static void (*body)();
static bool blockwise;

static void enter() {
  body();
  threads[threadIdx.x].done = true;
  _longjmp(scheduler, 1);
}

static void resume(unsigned t) {
  threadIdx.x = t;
  if (_setjmp(scheduler) != 0) return;
  if (threads[t].running) _longjmp(threads[t].place, 1);
  threads[t].running = true;
  setcontext(&threads[t].start);
}

/** Runs a block whose threads wait for each other; reports false if they do not all wait equally often. */
static bool runBlock() {
  if (!stacks) stacks = (char*)malloc((size_t)STACK * MOST_THREADS);
  for (unsigned t = 0; t < blockDim.x; t++) {
    getcontext(&threads[t].start);
    threads[t].start.uc_stack.ss_sp = stacks + (size_t)STACK * t;
    threads[t].start.uc_stack.ss_size = STACK;
    threads[t].start.uc_link = nullptr;
    makecontext(&threads[t].start, enter, 0);
    threads[t].running = threads[t].done = false;
  }
  for (;;) {
    unsigned done = 0;
    for (unsigned t = 0; t < blockDim.x; t++) {
      resume(t);
      done += threads[t].done;
    }
    if (done == blockDim.x) return true;
    if (done != 0) return false;
  }
}

}  // namespace emulator

static inline double __dadd_rn(double a, double b) { return a + b; }
static inline double __dmul_rn(double a, double b) { return a * b; }

static inline int __float_as_int(float value) {
  int bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
static inline float __int_as_float(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline void __threadfence() {}
static inline float __ldcg(const float* address) { return *address; }

/** Blocks run one after the other. */
static inline unsigned atomicInc(unsigned* address, unsigned most) {
  const unsigned old = *address;
  *address = old >= most ? 0 : old + 1;
  return old;
}

static void __syncthreads() {
  if (!emulator::blockwise) {
    fprintf(stderr, "__syncthreads in a kernel that was not run blockwise\n");
    abort();
  }
  if (_setjmp(emulator::threads[threadIdx.x].place) == 0) _longjmp(emulator::scheduler, 1);
}
