// Compares samples with others:
//   fold       y[j] = sum over k of signs[j + k to] x[j + k to], k ascending, in single precision
//   gridMeans  y[p,q] = mean of x[i,j] over floor(i height / inHeight) = p, floor(j width / inWidth) = q
//   products   x . r and x . x, r being the reference of the sample, in double precision
// Floor: values come from the cache right after the step that made them; a product of two floats is exact in double, so
// what costs is to widen them: 0.3 cycles a value.
#pragma once
#include "wide.h"

namespace assay::ISA {
namespace {

// a * b + c, where a * b is exact in double: the same bits fused or not.
ASSAY_INLINE W fmaExact(W a, W b, W c) {
#if VL == 16
  return (W)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif VL == 8
  return (W)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#else
  return a * b + c;
#endif
}

// First of the pixels that fall to place p of `to` on an axis of `from`.
ASSAY_INLINE int64_t gridStart(int64_t p, int64_t from, int64_t to) { return ceilDiv(p * from, to); }

}  // namespace

void fold(int32_t n, int64_t from, int64_t to, int64_t x, int64_t signs, int64_t y) {
  for (int64_t i = 0; i < n; i++) {
    const float *in = floats(x) + i * from, *sign = floats(signs);
    float* __restrict out = floats(y) + i * to;
    for (int64_t j = 0; j < to; j++) out[j] = sign[j] * in[j];
    for (int64_t k = to; k < from; k += to) {
      const int64_t count = least(from - k, to);
      for (int64_t j = 0; j < count; j++) out[j] += sign[k + j] * in[k + j];
    }
  }
}

void gridMeans(int64_t planes, int32_t inHeight, int32_t inWidth, int32_t height, int32_t width, int64_t x, int64_t y) {
  for (int64_t c = 0; c < planes; c++) {
    const float* in = floats(x) + c * inHeight * inWidth;
    float* out = floats(y) + c * height * width;
    for (int64_t p = 0; p < height; p++) {
      const int64_t top = gridStart(p, inHeight, height), bottom = gridStart(p + 1, inHeight, height);
      for (int64_t q = 0; q < width; q++) {
        const int64_t left = gridStart(q, inWidth, width), right = gridStart(q + 1, inWidth, width);
        double sum = 0;
        for (int64_t i = top; i < bottom; i++)
          for (int64_t j = left; j < right; j++) sum += in[i * inWidth + j];
        out[p * width + q] = (float)(sum / ((bottom - top) * (right - left)));
      }
    }
  }
}

void products(int32_t n, int64_t size, int32_t each, int32_t first, int64_t x, int64_t references, int64_t out) {
  for (int64_t sample = 0; sample < n; sample++) {
    const float *a = floats(x) + sample * size, *r = floats(references) + (first + sample) / each * size;
    W across[PARTS] = {}, own[PARTS] = {};
    int64_t i = 0;
    for (; i + LANES <= size; i += LANES) {
#pragma GCC unroll 8
      for (int p = 0; p < PARTS; p++) {
        const W value = loadNarrow(a + i + p * WIDTH);
        across[p] = fmaExact(value, loadNarrow(r + i + p * WIDTH), across[p]);
        own[p] = fmaExact(value, value, own[p]);
      }
    }
    double acrossLanes[LANES], ownLanes[LANES];
    std::memcpy(acrossLanes, across, sizeof across);
    std::memcpy(ownLanes, own, sizeof own);
    for (int lane = 0; i < size; i++, lane++) {
      acrossLanes[lane] += (double)a[i] * r[i];
      ownLanes[lane] += (double)a[i] * a[i];
    }
    const double both[] = {total(acrossLanes), total(ownLanes)};
    std::memcpy(floats(out) + 4 * sample, both, sizeof both);
  }
}

}  // namespace assay::ISA
