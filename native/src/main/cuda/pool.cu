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

// Windows may overlap, so that an input can win several of them, and the indices alone do not tell which windows see
// an input. A warp takes a plane: each of its threads owns the inputs whose index leaves its number by 32, walks all
// outputs of the plane (every thread of the warp reads the same index: one access), and adds what belongs to it. So
// sums run in the order of the outputs and nothing is shared between threads.
/** planes = N*K*C; a plane of dx has inPlane elements, one of dy outPlane. */
extern "C" __global__ void maxPoolBackward(i64 planes, int cotangents, int channels, int inPlane, int outPlane,
                                           const float* argmax, const float* dy, float* dx) {
  const i64 thread = globalIndex();
  const i64 plane = thread >> 5;
  const int lane = (int)(thread & 31);
  if (plane >= planes) return;
  const i64 row = quotient(plane, channels);
  const i64 channel = plane - row * channels;
  const float* winners = argmax + (quotient(row, cotangents) * channels + channel) * outPlane;
  const float* from = dy + plane * outPlane;
  float* to = dx + plane * inPlane;
  for (int k = lane; k < inPlane; k += 32) to[k] = 0.0f;
  for (int k = 0; k < outPlane; k += 8) {
    int targets[8];  // read before the stores, of which the compiler cannot know that they are elsewhere
#pragma unroll
    for (int j = 0; j < 8; j++) targets[j] = k + j < outPlane ? (int)winners[k + j] : -1;
#pragma unroll
    for (int j = 0; j < 8; j++)
      if (targets[j] >= 0 && (targets[j] & 31) == lane) to[targets[j]] += from[k + j];
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
  float sum = 0;
  for (int h = most(top, 0); h < least(top + kh, height); h++)
    for (int w = most(left, 0); w < least(left + kw, width); w++) sum += image[h * width + w];
  y[index] = sum / (float)(kh * kw);
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
