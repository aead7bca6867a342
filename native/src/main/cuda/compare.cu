// Compares samples with others: nothing but a few numbers for each leaves the card.
//   fold       y[j] = sum over k of signs[j + k to] x[j + k to], k ascending
//   gridMeans  y[p,q] = mean of x[i,j] over floor(i height / inHeight) = p, floor(j width / inWidth) = q
//   products   x . r and x . x, r being the reference of the sample, in double precision
// Floor: 4 bytes a value read; what fold and gridMeans write and the references are read from the cache.
#include "common.cuh"

/** count = values of y. */
extern "C" __global__ void fold(i64 count, int from, int to, const float* x, const float* signs, float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 row = quotient(index, to);
  const int j = (int)(index - row * to);
  float sum = 0;
  for (int k = j; k < from; k += to) sum += signs[k] * x[row * from + k];
  y[index] = sum;
}

/** First of the pixels that fall to place p of `to` on an axis of `from`. */
__device__ inline int gridStart(int p, int from, int to) { return (int)(((i64)p * from + to - 1) / to); }

/** count = values of y. */
extern "C" __global__ void gridMeans(i64 count, int inHeight, int inWidth, int height, int width, const float* x,
                                     float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 row = quotient(index, width), plane = quotient(row, height);
  const int p = (int)(row - plane * height), q = (int)(index - row * width);
  const int top = gridStart(p, inHeight, height), bottom = gridStart(p + 1, inHeight, height);
  const int left = gridStart(q, inWidth, width), right = gridStart(q + 1, inWidth, width);
  double sum = 0;
  for (int i = top; i < bottom; i++)
    for (int j = left; j < right; j++) sum += x[(plane * inHeight + i) * inWidth + j];
  y[index] = (float)(sum / ((double)(bottom - top) * (right - left)));
}

/** A block of BLOCK threads a sample; two doubles are written, each in the place of two floats. */
extern "C" __global__ void products(int size, int each, int first, const float* x, const float* references, float* out) {
  __shared__ double across[BLOCK], own[BLOCK];
  const float* a = x + (i64)blockIdx.x * size;
  const float* r = references + ((i64)first + blockIdx.x) / each * size;
  double product = 0, square = 0;
  for (int i = threadIdx.x; i < size; i += BLOCK) {
    product += (double)a[i] * r[i];
    square += (double)a[i] * a[i];
  }
  across[threadIdx.x] = product;
  own[threadIdx.x] = square;
  for (int half = BLOCK / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) {
      across[threadIdx.x] += across[threadIdx.x + half];
      own[threadIdx.x] += own[threadIdx.x + half];
    }
  }
  if (threadIdx.x == 0) {
    double* to = (double*)out + 2 * (i64)blockIdx.x;
    to[0] = across[0];
    to[1] = own[0];
  }
}
