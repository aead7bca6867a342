// What stands around matrix products.
//   addBias      y[n,o,p] += bias[o], then max(y, 0); in place, in one pass
//   toColumns    the columns of an image: columns[n,(c,a,b),(i,j)] = x[n,c,i*sh+a-ph,j*sw+b-pw], so that a convolution
//                is a product of matrices
//   fromColumns  its transpose: dx[n,c,h,w] = sum of the columns that the pixel went to
//   columnSums   out[o] = sum_n dy[n,o]
// Floor of both: kh*kw times the image, 4 bytes an element. cuDNN needs none of it.
#include "common.cuh"

/** count = N*O*plane; bias may be null. EACH elements a thread. */
extern "C" __global__ void addBias(i64 count, int outputs, int plane, int relu, const float* bias, float* y) {
  byChannel(count, outputs, plane, y, y, y, [=](int o, float value, float) {
    if (bias) value += bias[o];
    return relu ? positive(value) : value;
  });
}

/** count = N*C*kh*kw*rows*columns: the elements of the columns. */
extern "C" __global__ void toColumns(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height, int width,
                                 int rows, int columns, const float* x, float* out) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, columns);
  const i64 tap = quotient(line, rows);
  const i64 tapRow = quotient(tap, kw);
  const i64 plane = quotient(tapRow, kh);
  const int h = (int)(line - tap * rows) * sh + (int)(tapRow - plane * kh) - ph;
  const int w = (int)(index - line * columns) * sw + (int)(tap - tapRow * kw) - pw;
  const bool inside = h >= 0 && h < height && w >= 0 && w < width;
  out[index] = inside ? x[(plane * height + h) * width + w] : 0.0f;
}

/** count = N*C*height*width: the pixels. */
extern "C" __global__ void fromColumns(i64 count, int kh, int kw, int sh, int sw, int ph, int pw, int height, int width,
                                 int rows, int columns, const float* in, float* dx) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const int h = (int)(line - plane * height) + ph, w = (int)(index - line * width) + pw;
  float sum = 0;
  for (int a = 0; a < kh; a++) {
    const int i = (h - a) / sh;
    if (h < a || (h - a) % sh != 0 || i >= rows) continue;
    for (int b = 0; b < kw; b++) {
      const int j = (w - b) / sw;
      if (w < b || (w - b) % sw != 0 || j >= columns) continue;
      sum += in[(((plane * kh + a) * kw + b) * rows + i) * columns + j];
    }
  }
  dx[index] = sum;
}

/** Threads that share a column: rows k, k + SHARE, ... each. */
#define SHARE 8

/**
 * Columns from ... from + count - 1 of dy (n x stride); out[from + i]. A warp reads neighbouring columns; SHARE warps of
 * a block share 32 of them, as few columns would leave each thread to walk all rows.
 */
extern "C" __global__ void columnSums(int n, int stride, int from, int count, const float* dy, float* out) {
  __shared__ float shared[BLOCK];
  const int i = blockIdx.x * (BLOCK / SHARE) + threadIdx.x % (BLOCK / SHARE);
  float sum = 0;
  if (i < count) {
#pragma unroll 16
    for (int k = threadIdx.x / (BLOCK / SHARE); k < n; k += SHARE) sum += dy[(i64)k * stride + from + i];
  }
  shared[threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.x >= BLOCK / SHARE || i >= count) return;
  sum = 0;
#pragma unroll
  for (int j = 0; j < SHARE; j++) sum += shared[threadIdx.x + j * (BLOCK / SHARE)];
  out[from + i] = sum;
}
