// Arithmetic of long vectors in double precision.
//
// A sum has 16 lanes, whatever the width of a vector: enough that additions do not wait for each other, and the bits are
// the same at every level. Nothing is fused. Floor: the bytes read and written, as vectors lie in the second-level cache.
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

constexpr int LANES = 16;
constexpr int WIDTH = VL / 2, PARTS = LANES / WIDTH;

typedef double W __attribute__((vector_size(VL * 4)));
typedef double UnalignedWide __attribute__((vector_size(VL * 4), aligned(8), may_alias));

typedef float UnalignedHalf __attribute__((vector_size(VL * 2), aligned(4), may_alias));

ASSAY_INLINE W loadWide(const double* p) { return *reinterpret_cast<const UnalignedWide*>(p); }
ASSAY_INLINE W loadNarrow(const float* p) {
  return __builtin_convertvector(*reinterpret_cast<const UnalignedHalf*>(p), W);
}
ASSAY_INLINE void storeWide(double* p, W v) { *reinterpret_cast<UnalignedWide*>(p) = v; }
ASSAY_INLINE void storeNarrow(float* p, W v) {
  *reinterpret_cast<UnalignedHalf*>(p) = __builtin_convertvector(v, UnalignedHalf);
}

// The lanes of a sum, added in halves.
ASSAY_INLINE double total(const double* lanes) {
  double sums[LANES];
  std::memcpy(sums, lanes, sizeof sums);
  for (int half = LANES / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; i++) sums[i] += sums[i + half];
  }
  return sums[0];
}

}  // namespace

double product(int32_t n, const double* a, const double* b) {
  W sums[PARTS] = {};
  int32_t i = 0;
  for (; i + LANES <= n; i += LANES) {
#pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) sums[p] += loadWide(a + i + p * WIDTH) * loadWide(b + i + p * WIDTH);
  }
  double lanes[LANES];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int lane = 0; i < n; i++, lane++) lanes[lane] += a[i] * b[i];
  return total(lanes);
}

double narrowProduct(int32_t n, const float* a, int32_t from, const float* b, int32_t at) {
  const float *left = a + from, *right = b + at;
  W sums[PARTS] = {};
  int32_t i = 0;
  for (; i + LANES <= n; i += LANES) {
#pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) sums[p] += loadNarrow(left + i + p * WIDTH) * loadNarrow(right + i + p * WIDTH);
  }
  double lanes[LANES];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int lane = 0; i < n; i++, lane++) lanes[lane] += (double)left[i] * right[i];
  return total(lanes);
}

void project(int32_t n, int32_t count, const float* x, int32_t from, const double* rows, double* y) {
  const float* begin = x + from;
  for (int32_t c = 0; c < count; c++) {
    const double* row = rows + (int64_t)c * n;
    W sums[PARTS] = {};
    int32_t i = 0;
    for (; i + LANES <= n; i += LANES) {
#pragma GCC unroll 8
      for (int p = 0; p < PARTS; p++) sums[p] += loadNarrow(begin + i + p * WIDTH) * loadWide(row + i + p * WIDTH);
    }
    double lanes[LANES];
    std::memcpy(lanes, sums, sizeof lanes);
    for (int lane = 0; i < n; i++, lane++) lanes[lane] += begin[i] * row[i];
    y[c] = total(lanes);
  }
}

double widen(int32_t n, const float* x, int32_t from, double* y) {
  const float* begin = x + from;
  W sums[PARTS] = {};
  int32_t i = 0;
  for (; i + LANES <= n; i += LANES) {
#pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) {
      const int32_t k = i + p * WIDTH;
      const W wide = loadNarrow(begin + k);
      storeWide(y + k, wide);
      sums[p] += wide * wide;
    }
  }
  double lanes[LANES];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int lane = 0; i < n; i++, lane++) {
    y[i] = begin[i];
    lanes[lane] += y[i] * y[i];
  }
  return total(lanes);
}

void displace(int32_t n, const float* x, int32_t from, const double* by, float* into, int32_t offset) {
  const float* begin = x + from;
  float* out = into + offset;
  for (int32_t i = 0; i < n; i++) out[i] = (float)(begin[i] + by[i]);
}

void extend(int32_t n, const float* x, int32_t from, double factor, const float* ray, float* into, int32_t offset) {
  const float* begin = x + from;
  float* out = into + offset;
  for (int32_t i = 0; i < n; i++) out[i] = (float)(begin[i] + factor * ray[i]);
}

double turn(int32_t n, double unit, double inertia, double back, double down, const float* slope, int32_t from,
            float* moved, const float* at, float* to) {
  const float* begin = slope + from;
  W sums[PARTS] = {};
  int32_t i = 0;
  for (; i + LANES <= n; i += LANES) {
#pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) {
      const int32_t k = i + p * WIDTH;
      const W ray = unit * loadNarrow(at + k);
      const W move = inertia * loadNarrow(moved + k) + back * ray + down * loadNarrow(begin + k);
      storeNarrow(moved + k, move);
      storeNarrow(to + k, ray + move);
      const W turned = loadNarrow(to + k);
      sums[p] += turned * turned;
    }
  }
  double lanes[LANES];
  std::memcpy(lanes, sums, sizeof lanes);
  for (int lane = 0; i < n; i++, lane++) {
    const double ray = unit * at[i];
    const double move = inertia * moved[i] + back * ray + down * begin[i];
    moved[i] = (float)move;
    to[i] = (float)(ray + move);
    lanes[lane] += (double)to[i] * to[i];
  }
  return total(lanes);
}

}  // namespace assay::ISA
