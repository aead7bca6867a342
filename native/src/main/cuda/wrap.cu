// Extends images by their other side, and its transpose.
//   y[i,j] = x[(i - top) mod height, (j - left) mod width]
// Floor: 8 bytes for an output.
#include "common.cuh"

/** A place modulo an extent, not negative. */
__device__ inline int around(int place, int extent) { return (place % extent + extent) % extent; }

/** count = outputs. */
extern "C" __global__ void wrap(i64 count, int top, int left, int height, int width, int rows, int columns,
                                const float* x, float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 plane = quotient(line, rows);
  const int h = around((int)(line - plane * rows) - top, height), w = around((int)(index - line * columns) - left, width);
  y[index] = x[(plane * height + h) * width + w];
}

/** count = inputs; an input stands at every extent-th place. */
extern "C" __global__ void wrapBackward(i64 count, int top, int left, int height, int width, int rows, int columns,
                                        const float* dy, float* dx) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const int h = (int)(line - plane * height), w = (int)(index - line * width);
  const float* cotangents = dy + plane * rows * columns;
  float sum = 0;
  for (int i = around(h + top, height); i < rows; i += height)
    for (int j = around(w + left, width); j < columns; j += width) sum += cotangents[i * columns + j];
  dx[index] = sum;
}
