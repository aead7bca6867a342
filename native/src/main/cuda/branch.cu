// Where branches meet.
//   add       y = a + b, then max(y, 0)                     floor: 12 bytes an element
//   copyRows  y[n,i] = x[n,i], rows of one tensor in another   floor: 8 bytes an element
#include "common.cuh"

/** NaN stays NaN. EACH elements a thread. */
extern "C" __global__ void add(i64 count, int relu, const float* a, const float* b, float* y) {
  float values[EACH];
#pragma unroll
  for (int j = 0; j < EACH; j++) values[j] = apart(j) < count ? a[apart(j)] + b[apart(j)] : 0.0f;
#pragma unroll
  for (int j = 0; j < EACH; j++)
    if (apart(j) < count) y[apart(j)] = relu && values[j] <= 0 ? 0.0f : values[j];
}

/** count = N*size; a sample has apartX values in x, of which those from fromX on are copied, and likewise in y. EACH a thread. */
extern "C" __global__ void copyRows(i64 count, int size, i64 fromX, i64 apartX, i64 fromY, i64 apartY, const float* x,
                                    float* y) {
#pragma unroll
  for (int j = 0; j < EACH; j++) {
    const i64 i = apart(j);
    if (i >= count) return;
    const i64 row = quotient(i, size), at = i - row * size;
    y[fromY + row * apartY + at] = x[fromX + row * apartX + at];
  }
}
