// Depthwise binomial filter with subsampling.
//   y[i,j] = sum_a sum_b t[a] t[b] x[s(u+i*sh+a-before), s(v+j*sw+b-before)]
// where u and v are where the sample's subsampling begins (its phase is u + sh*v) and s mirrors, repeats, leaves out or goes on at the other side of what lies beyond the edge (edge: 0 reflect, 1 replicate, 2 zero,
// 3 circular).
// Floor: 4 bytes read for an input, 4 written for an output; size^2 multiply-adds for an output.
#include "common.cuh"

/** The largest filter. */
#define MOST_TAPS 1024

/** The taps, each by one thread of the block, which waits for the others before it reads them. */
__device__ inline void fillTaps(int size, float* taps) {
  for (int k = threadIdx.x; k < size; k += blockDim.x) {
    const int tail = least(k, size - 1 - k);
    double tap = scalbn(1.0, 1 - size);
    for (int i = 1; i <= tail; i++) tap = tap * (size - i) / i;
    taps[k] = (float)tap;
  }
}

/** The phase of a plane, one for so many planes sharing it. */
__device__ inline int phaseOf(const float* phases, i64 plane, int sharing) {
  return phases ? (int)phases[quotient(plane, sharing)] : 0;
}

/** count = outputs; phases may be null. */
extern "C" __global__ void blur(i64 count, int size, int sh, int sw, int edge, int height, int width, int rows,
                                int columns, int sharing, const float* phases, const float* x, float* y) {
  __shared__ float taps[MOST_TAPS];
  fillTaps(size, taps);
  __syncthreads();
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 plane = quotient(line, rows);
  const int phase = phaseOf(phases, plane, sharing), before = (size - 1) / 2;
  const int top = phase % sh + (int)(line - plane * rows) * sh - before;
  const int left = phase / sh + (int)(index - line * columns) * sw - before;
  const float* image = x + plane * height * width;
  float sum = 0;
  for (int a = 0; a < size; a++) {
    const int h = source(edge, top + a, height);
    if (h < 0) continue;
    for (int b = 0; b < size; b++) {
      const int w = source(edge, left + b, width);
      if (w >= 0) sum += taps[a] * taps[b] * image[h * width + w];
    }
  }
  y[index] = sum;
}

/** How much the filter at a pixel takes from input place along one axis. */
__device__ inline float weight(int size, const float* taps, int edge, int at, int place, int extent) {
  float sum = 0;
  for (int a = 0; a < size; a++)
    if (source(edge, at + a - (size - 1) / 2, extent) == place) sum += taps[a];
  return sum;
}

// An input is seen by outputs whose filter covers it, and by those whose filter covers one of its images beyond the
// edge. Such images lie within size - 1 of the edge (the other one where the image is a circle), so all these outputs
// do, too, for an input near it.
/** First output that may see an input. */
__device__ inline int firstOutput(int size, int stride, int edge, int begin, int place, int extent) {
  const bool behind = extent - 1 - place < size;
  if (place < size || (behind && edge == 3)) return 0;
  if (behind) place = extent - size;  // also the images behind the far edge
  return most(0, floorDiv(place - begin + (size - 1) / 2 - (size - 1), stride));
}

/** One more than the last output that may see an input. */
__device__ inline int endOutput(int size, int stride, int edge, int begin, int place, int extent, int outputs) {
  const bool before = place < size;
  if (extent - 1 - place < size || (before && edge == 3)) return outputs;
  if (before) place = size;  // also the images before the near edge
  return least(outputs, floorDiv(place - begin + (size - 1) / 2, stride) + 1);
}

/** count = inputs; phases may be null. */
extern "C" __global__ void blurBackward(i64 count, int size, int sh, int sw, int edge, int height, int width, int rows,
                                        int columns, int sharing, const float* phases, const float* dy, float* dx) {
  __shared__ float taps[MOST_TAPS];
  fillTaps(size, taps);
  __syncthreads();
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const int h = (int)(line - plane * height), w = (int)(index - line * width);
  const float* cotangents = dy + plane * rows * columns;
  const int phase = phaseOf(phases, plane, sharing), u = phase % sh, v = phase / sh;
  const int firstRow = firstOutput(size, sh, edge, u, h, height), endRow = endOutput(size, sh, edge, u, h, height, rows);
  const int firstColumn = firstOutput(size, sw, edge, v, w, width), endColumn = endOutput(size, sw, edge, v, w, width, columns);
  float sum = 0;
  for (int i = firstRow; i < endRow; i++) {
    const float down = weight(size, taps, edge, u + i * sh, h, height);
    if (down == 0) continue;
    for (int j = firstColumn; j < endColumn; j++) {
      const float across = weight(size, taps, edge, v + j * sw, w, width);
      if (across != 0) sum += down * across * cotangents[i * columns + j];
    }
  }
  dx[index] = sum;
}
