// Compares samples with others:
//   fold       y[j] = sum over k of signs[j + k to] x[j + k to], k ascending, in single precision
//   gridMeans  y[p,q] = mean of x[i,j] over floor(i height / inHeight) = p, floor(j width / inWidth) = q
//   products   x . r and x . x, r being the reference of the sample, in double precision
// Floor: values come from the cache right after the step that made them; a product of two floats is exact in double, so
// what costs is to widen them: 0.3 cycles a value. Samples in turn share their widened reference: 4,704 values on AVX-512
// take 1.10 us for each sample alone, 0.91 in twos, 0.73 in fours.
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

// Vectors of columns whose sums stay in registers, and samples whose reference is widened once: as registers allow.
constexpr int FOLDED = 4;
constexpr int TOGETHER = VL == 16 ? 4 : 1;

// The sums of B vectors of columns, of which the last row may have fewer.
template <int B>
ASSAY_INLINE void foldColumns(int64_t from, int64_t to, const float* in, const float* sign, float* out) {
  V sums[B];
#pragma GCC unroll 4
  for (int b = 0; b < B; b++) sums[b] = load(sign + b * VL) * load(in + b * VL);
  int64_t k = to;
  for (; k + B * VL <= from; k += to) {
#pragma GCC unroll 4
    for (int b = 0; b < B; b++) sums[b] += load(sign + k + b * VL) * load(in + k + b * VL);
  }
  for (int b = 0; b < B; b++) {
    const int64_t at = k + b * VL, left = most(0, least(VL, from - at));
    store(out + b * VL, sums[b] + load(sign + at, left) * load(in + at, left));
  }
}

// Those of the last columns, less than a vector.
ASSAY_INLINE void foldRest(int64_t columns, int64_t from, int64_t to, const float* in, const float* sign, float* out) {
  V sums{};
  for (int64_t k = 0; k < from; k += to) {
    const int64_t left = least(columns, from - k);
    sums += load(sign + k, left) * load(in + k, left);
  }
  store(out, sums, columns);
}

// Of S samples in turn with one reference.
template <int S>
ASSAY_INLINE void productsOf(int64_t size, const float* x, const float* r, float* out) {
  W across[S][PARTS] = {}, own[S][PARTS] = {};
  int64_t i = 0;
  for (; i + LANES <= size; i += LANES) {
#pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) {
      const W reference = loadNarrow(r + i + p * WIDTH);
#pragma GCC unroll 4
      for (int s = 0; s < S; s++) {
        const W value = loadNarrow(x + s * size + i + p * WIDTH);
        across[s][p] = fmaExact(value, reference, across[s][p]);
        own[s][p] = fmaExact(value, value, own[s][p]);
      }
    }
  }
  for (int s = 0; s < S; s++) {
    double acrossLanes[LANES], ownLanes[LANES];
    std::memcpy(acrossLanes, across[s], sizeof acrossLanes);
    std::memcpy(ownLanes, own[s], sizeof ownLanes);
    const float* a = x + s * size;
    for (int64_t rest = i; rest < size; rest++) {
      acrossLanes[rest - i] += (double)a[rest] * r[rest];
      ownLanes[rest - i] += (double)a[rest] * a[rest];
    }
    const double both[] = {total(acrossLanes), total(ownLanes)};
    std::memcpy(out + 4 * s, both, sizeof both);
  }
}

}  // namespace

void fold(int32_t n, int64_t from, int64_t to, int64_t x, int64_t signs, int64_t y) {
  for (int64_t i = 0; i < n; i++) {
    const float *in = floats(x) + i * from, *sign = floats(signs);
    float* out = floats(y) + i * to;
    int64_t j = 0;
    for (; j + FOLDED * VL <= to; j += FOLDED * VL) foldColumns<FOLDED>(from - j, to, in + j, sign + j, out + j);
    for (; j + VL <= to; j += VL) foldColumns<1>(from - j, to, in + j, sign + j, out + j);
    if (j < to) foldRest(to - j, from - j, to, in + j, sign + j, out + j);
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
  for (int64_t sample = 0; sample < n;) {
    const int64_t number = (first + sample) / each, alike = least(n, (number + 1) * each - first);
    const float* r = floats(references) + number * size;
    for (; sample + TOGETHER <= alike; sample += TOGETHER)
      productsOf<TOGETHER>(size, floats(x) + sample * size, r, floats(out) + 4 * sample);
    for (; sample < alike; sample++) productsOf<1>(size, floats(x) + sample * size, r, floats(out) + 4 * sample);
  }
}

}  // namespace assay::ISA
