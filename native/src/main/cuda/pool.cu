// Pooling.
//   maximum  y[i,j] = max x[i*sh+a-ph, j*sw+b-pw], the first in row-major order wins; its index is kept
//   mean     y[i,j] = sum x[...] / (kh*kw), zeros outside the image
// Floor: every input read once, every output (and index) written once; 4 bytes each. Windows that overlap are served
// by the first-level cache.
#include "common.cuh"

/** count = outputs; argmax may be null. */
extern "C" __global__ void maxPool(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height, int width,
                                   int rows, int columns, const float* x, float* y, float* argmax) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 plane = quotient(line, rows);
  const int top = (int)(line - plane * rows) * sh - ph, left = (int)(index - line * columns) * sw - pw;
  const float* image = x + plane * height * width;
  int winner = most(top, 0) * width + most(left, 0);
  float best = image[winner];
  for (int h = most(top, 0); h < least(top + kh, height); h++) {
    for (int w = most(left, 0); w < least(left + kw, width); w++) {
      const float value = image[h * width + w];
      // not "value > best": a NaN wins and stays, so that divergence shows
      if (!(value <= best) && best == best) {
        best = value;
        winner = h * width + w;
      }
    }
  }
  y[index] = best;
  if (argmax) argmax[index] = (float)winner;
}

/** Steps of a window that cover an axis with the padding before it: the windows, perhaps a few more. */
__device__ inline int cells(int extent, int windows, int stride, int padding) {
  while (windows * stride < extent + padding) windows++;
  return windows;
}

/** Two neighbours, written in one access. */
struct alignas(8) Pair {
  float first, second;
};

// An input may win several windows, so a thread gathers: it takes a cell, the sh x sw inputs that begin at the first one
// of window (i, j), and adds for each what the windows that see it bring, in the order of the outputs. No window behind
// (i, j) sees a cell. Where windows do not overlap, (i, j) alone does; its winner and cotangent are read once.
/** count = N*K*C*cells. */
extern "C" __global__ void maxPoolBackward(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height,
                                           int width, int rows, int columns, int cotangents, int channels,
                                           const float* argmax, const float* dy, float* dx) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const int across = cells(width, columns, sw, pw), down = cells(height, rows, sh, ph);
  const i64 line = quotient(index, across);
  const i64 plane = quotient(line, down);
  const int i = (int)(line - plane * down), j = (int)(index - line * across);
  const float* winners = argmax + ofSample(plane, cotangents, channels) * rows * columns;
  const float* from = dy + plane * rows * columns;
  float* to = dx + plane * height * width;
  const int top = i * sh - ph, left = j * sw - pw;
  const int endRow = least(top + sh, height), endColumn = least(left + sw, width);
  if (kh <= sh && kw <= sw) {
    const bool seen = i < rows && j < columns;
    const int winner = seen ? (int)winners[i * columns + j] : -1;
    const float value = seen ? from[i * columns + j] : 0.0f;
    // neighbouring threads would else leave out every other place, store by store
    const bool pairs = sw == 2 && pw == 0 && width % 2 == 0 && (u64)dx % sizeof(Pair) == 0;
    for (int h = most(top, 0); h < endRow; h++) {
      if (pairs) {
        const int at = h * width + left;
        *(Pair*)(to + at) = {at == winner ? value : 0.0f, at + 1 == winner ? value : 0.0f};
        continue;
      }
      for (int w = most(left, 0); w < endColumn; w++) to[h * width + w] = h * width + w == winner ? value : 0.0f;
    }
    return;
  }
  for (int h = most(top, 0); h < endRow; h++) {
    const int firstRow = most(0, i - floorDiv(kh - 1 - (h - top), sh));
    for (int w = most(left, 0); w < endColumn; w++) {
      const int firstColumn = most(0, j - floorDiv(kw - 1 - (w - left), sw));
      float sum = 0;
      for (int p = firstRow; p <= least(i, rows - 1); p++)
        for (int q = firstColumn; q <= least(j, columns - 1); q++)
          if ((int)winners[p * columns + q] == h * width + w) sum += from[p * columns + q];
      to[h * width + w] = sum;
    }
  }
}

/** count = outputs. */
extern "C" __global__ void avgPool(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height, int width,
                                   int rows, int columns, const float* x, float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 plane = quotient(line, rows);
  const int top = (int)(line - plane * rows) * sh - ph, left = (int)(index - line * columns) * sw - pw;
  const float* image = x + plane * height * width;
  double sum = 0;  // a window may be the whole plane
  for (int h = most(top, 0); h < least(top + kh, height); h++)
    for (int w = most(left, 0); w < least(left + kw, width); w++) sum += image[h * width + w];
  y[index] = (float)(sum / (kh * kw));
}

/** count = inputs; the windows that contain an input are found from its place. */
extern "C" __global__ void avgPoolBackward(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height,
                                           int width, int rows, int columns, const float* dy, float* dx) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const int h = (int)(line - plane * height), w = (int)(index - line * width);
  const float* cotangents = dy + plane * rows * columns;
  float sum = 0;
  for (int i = most(0, floorDiv(h + ph - kh, sh) + 1); i < least(rows, floorDiv(h + ph, sh) + 1); i++)
    for (int j = most(0, floorDiv(w + pw - kw, sw) + 1); j < least(columns, floorDiv(w + pw, sw) + 1); j++)
      sum += cotangents[i * columns + j];
  dx[index] = sum / (float)(kh * kw);
}
