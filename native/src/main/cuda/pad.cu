// Extends images by what lies beyond their edges, and its transpose.
//   y[i,j] = x[s(i - top), s(j - left)], s as of blur
// Floor: 8 bytes for an output.
#include "common.cuh"

/** count = outputs. */
extern "C" __global__ void pad(i64 count, int edge, int top, int left, int height, int width, int rows, int columns,
                               const float* x, float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 plane = quotient(line, rows);
  const int h = source(edge, (int)(line - plane * rows) - top, height);
  const int w = source(edge, (int)(index - line * columns) - left, width);
  y[index] = h < 0 || w < 0 ? 0.0f : x[(plane * height + h) * width + w];
}

/** The next place that may stand for a pixel: those beyond the edges may, of those inside its own alone. */
__device__ inline int next(int place, int before, int extent, int own) {
  const int after = place + 1;
  if (after < before || after >= before + extent) return after;
  return after <= own ? own : before + extent;
}

/** count = inputs. */
extern "C" __global__ void padBackward(i64 count, int edge, int top, int left, int height, int width, int rows,
                                       int columns, const float* dy, float* dx) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const int h = (int)(line - plane * height), w = (int)(index - line * width);
  const float* cotangents = dy + plane * rows * columns;
  float sum = 0;
  for (int i = next(-1, top, height, h + top); i < rows; i = next(i, top, height, h + top)) {
    if (source(edge, i - top, height) != h) continue;
    for (int j = next(-1, left, width, w + left); j < columns; j = next(j, left, width, w + left))
      if (source(edge, j - left, width) == w) sum += cotangents[i * columns + j];
  }
  dx[index] = sum;
}
