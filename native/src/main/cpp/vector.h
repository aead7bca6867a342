// One vector of VL floats and the few operations that the kernels need, for the instruction set a file is compiled for.
//
// Multiply-add is always spelled fma(a, b, c) and contraction is off (-ffp-contract=off): what is fused is what is
// written, so an element gets the same bits in the middle of a vector, in a tail and in any tile. Everything sits in an
// unnamed namespace: no function can be shared between the objects of two instruction sets.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace assay::ISA {
namespace {

typedef float V __attribute__((vector_size(VL * 4)));
typedef float Unaligned __attribute__((vector_size(VL * 4), aligned(4), may_alias));
typedef int32_t Mask __attribute__((vector_size(VL * 4)));

// Lanes of two vectors, a's numbered 0 ... VL-1 and b's VL ... 2VL-1.
#if VL == 16
#define ASSAY_ZIP_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ASSAY_ZIP_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define ASSAY_EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ASSAY_EVEN_OVERLAPPING 0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31
#define ASSAY_IOTA 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#elif VL == 8
#define ASSAY_ZIP_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define ASSAY_ZIP_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#define ASSAY_EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ASSAY_EVEN_OVERLAPPING 0, 2, 4, 6, 9, 11, 13, 15
#define ASSAY_IOTA 0, 1, 2, 3, 4, 5, 6, 7
#else
#define ASSAY_ZIP_LOW 0, 4, 1, 5
#define ASSAY_ZIP_HIGH 2, 6, 3, 7
#define ASSAY_EVEN 0, 2, 4, 6
#define ASSAY_EVEN_OVERLAPPING 0, 2, 5, 7
#define ASSAY_IOTA 0, 1, 2, 3
#endif

#define ASSAY_INLINE inline __attribute__((always_inline))

ASSAY_INLINE float* floats(int64_t address) { return reinterpret_cast<float*>(address); }
ASSAY_INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
ASSAY_INLINE int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
ASSAY_INLINE int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }
ASSAY_INLINE int64_t floorDiv(int64_t a, int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }
ASSAY_INLINE int64_t roundUp(int64_t a, int64_t b) { return ceilDiv(a, b) * b; }

ASSAY_INLINE V splat(float a) { return a - V{}; }
ASSAY_INLINE V load(const float* p) { return *reinterpret_cast<const Unaligned*>(p); }
ASSAY_INLINE void store(float* p, V v) { *reinterpret_cast<Unaligned*>(p) = v; }

// The first n lanes (0 <= n <= VL); the others are zero and are not touched in memory.
ASSAY_INLINE V load(const float* p, int64_t n) {
#if VL == 16
  return (V)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p);
#elif VL == 8
  const Mask lane = {ASSAY_IOTA};
  return (V)_mm256_maskload_ps(p, (__m256i)(lane < Mask{} + (int32_t)n));
#else
  V v{};
  if (n > 0) std::memcpy(&v, p, n * sizeof(float));
  return v;
#endif
}
// In pieces rather than by a masked store, which is slow on AVX-512 processors when the line is not in the cache (a
// stride-1 maximum over 17 MB: 1.0 Gelem/s with masked stores, 2.9 without).
ASSAY_INLINE void store(float* p, V v, int64_t n) {
  float lanes[VL];
  std::memcpy(lanes, &v, sizeof v);
  const float* from = lanes;
#pragma GCC unroll 5
  for (int piece = VL; piece > 0; piece /= 2) {
    if (n & piece) {
      std::memcpy(p, from, piece * sizeof(float));
      p += piece;
      from += piece;
    }
  }
}

// a * b + c: fused where the instruction set has it.
ASSAY_INLINE V fma(V a, V b, V c) {
#if VL == 16
  return (V)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif VL == 8
  return (V)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__aarch64__)
  return (V)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  return a * b + c;
#endif
}
ASSAY_INLINE float fma(float a, float b, float c) {
#if VL > 4 || defined(__aarch64__)
  return __builtin_fmaf(a, b, c);
#else
  return a * b + c;
#endif
}
ASSAY_INLINE V squareRoot(V a) {
#if VL == 16
  return (V)_mm512_maskz_sqrt_ps(0xFFFF, (__m512)a);
#elif VL == 8
  return (V)_mm256_sqrt_ps((__m256)a);
#elif defined(__aarch64__)
  return (V)vsqrtq_f32((float32x4_t)a);
#else
  return (V)_mm_sqrt_ps((__m128)a);
#endif
}
// max(a, 0); NaN stays NaN, so that a diverged network shows.
ASSAY_INLINE V rectify(V a) { return a <= V{} ? V{} : a; }

// The sum of the lanes, in a fixed order.
ASSAY_INLINE double total(V v) {
  float lanes[VL];
  std::memcpy(lanes, &v, sizeof v);
  double sum = 0;
  for (int i = 0; i < VL; i++) sum += lanes[i];
  return sum;
}

#ifdef __clang__
#define ASSAY_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define ASSAY_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, Mask{__VA_ARGS__})
#endif
ASSAY_INLINE V zipLow(V a, V b) { return ASSAY_SHUFFLE(a, b, ASSAY_ZIP_LOW); }
ASSAY_INLINE V zipHigh(V a, V b) { return ASSAY_SHUFFLE(a, b, ASSAY_ZIP_HIGH); }
// p[0], p[2], ... p[2 VL - 2]; nothing beyond is read.
ASSAY_INLINE V everySecond(const float* p) {
  return ASSAY_SHUFFLE(load(p), load(p + VL - 1), ASSAY_EVEN_OVERLAPPING);
}
// The first n of them. Two whole loads where there is room for them: a masked load waits long for a line that is not in
// the cache (3x3/2 maximum over 17 MB: 0.9 Gelem/s with masked loads, 2.5 without).
ASSAY_INLINE V everySecond(const float* p, int64_t n) {
  const int64_t all = 2 * n - 1;
#ifndef __clang__
  if (all >= VL) {
    const Mask place = 2 * Mask{ASSAY_IOTA}, behind = place + (int32_t)(2 * VL - all);
    return __builtin_shuffle(load(p), load(p + all - VL), place < VL ? place : behind);
  }
#endif
  return ASSAY_SHUFFLE(load(p, least(VL, all)), load(p + VL, most(0, all - VL)), ASSAY_EVEN);
}

// Transposes VL vectors of VL lanes: log2(VL) rounds of zipping the first half with the second.
ASSAY_INLINE void transpose(V (&rows)[VL]) {
#pragma GCC unroll 4
  for (int round = 1; round < VL; round *= 2) {
    V next[VL];
#pragma GCC unroll 8
    for (int i = 0; i < VL / 2; i++) {
      next[2 * i] = zipLow(rows[i], rows[i + VL / 2]);
      next[2 * i + 1] = zipHigh(rows[i], rows[i + VL / 2]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < VL; i++) rows[i] = next[i];
  }
}

// The same shuffle of two vectors in each quarter.
#define ASSAY_QUARTERS(a, b, i, j, k, l)                                                                           \
  ASSAY_SHUFFLE(a, b, i, j, k, l, i + 4, j + 4, k + 4, l + 4, i + 8, j + 8, k + 8, l + 8, i + 12, j + 12, k + 12, l + 12)

// The transpose of VL rows of VL values. With 16 lanes the quarters of rows 4 apart are put beside each other by the
// loads, and only the four values of a quarter are shuffled: half the shuffles of the rounds above.
ASSAY_INLINE void loadTransposed(const float* from, int64_t step, V (&block)[VL]) {
#if VL == 16
#pragma GCC unroll 4
  for (int j = 0; j < 4; j++) {
    __m512 q[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
      const float* p = from + i * step + 4 * j;
      q[i] = _mm512_castps128_ps512(_mm_loadu_ps(p));
      q[i] = _mm512_mask_broadcast_f32x4(q[i], 0x00F0, _mm_loadu_ps(p + 4 * step));
      q[i] = _mm512_mask_broadcast_f32x4(q[i], 0x0F00, _mm_loadu_ps(p + 8 * step));
      q[i] = _mm512_mask_broadcast_f32x4(q[i], 0xF000, _mm_loadu_ps(p + 12 * step));
    }
    const V a = ASSAY_QUARTERS((V)q[0], (V)q[1], 0, 16, 1, 17), b = ASSAY_QUARTERS((V)q[2], (V)q[3], 0, 16, 1, 17);
    const V c = ASSAY_QUARTERS((V)q[0], (V)q[1], 2, 18, 3, 19), d = ASSAY_QUARTERS((V)q[2], (V)q[3], 2, 18, 3, 19);
    block[4 * j] = ASSAY_QUARTERS(a, b, 0, 1, 16, 17);
    block[4 * j + 1] = ASSAY_QUARTERS(a, b, 2, 3, 18, 19);
    block[4 * j + 2] = ASSAY_QUARTERS(c, d, 0, 1, 16, 17);
    block[4 * j + 3] = ASSAY_QUARTERS(c, d, 2, 3, 18, 19);
  }
#else
#pragma GCC unroll 16
  for (int i = 0; i < VL; i++) block[i] = load(from + i * step);
  transpose(block);
#endif
}

// to[c * toStep + r] = from[r * fromStep + c] for r < rows, c < columns; pads each written row with zeros up to
// roundUp(rows, VL) where `pad` is set.
inline void transpose(const float* from, int64_t fromStep, int64_t rows, int64_t columns, float* to, int64_t toStep,
                      bool pad) {
  for (int64_t r = 0; r < rows; r += VL) {
    int64_t height = least(VL, rows - r);
    for (int64_t c = 0; c < columns; c += VL) {
      int64_t width = least(VL, columns - c);
      V block[VL];
      if (height == VL && width == VL) {
        loadTransposed(from + r * fromStep + c, fromStep, block);
      } else {
        for (int i = 0; i < VL; i++) block[i] = i < height ? load(from + (r + i) * fromStep + c, width) : V{};
        transpose(block);
      }
      float* target = to + c * toStep + r;
      if (width == VL && (height == VL || pad)) {
#pragma GCC unroll 16
        for (int i = 0; i < VL; i++) store(target + i * toStep, block[i]);
      } else {
        for (int i = 0; i < width; i++) store(target + i * toStep, block[i], pad ? VL : height);
      }
    }
  }
}

// Calls step(i, part) for whole vectors and once more for the rest; `part` reads and writes that many lanes.
struct Whole {
  ASSAY_INLINE static V get(const float* p) { return load(p); }
  ASSAY_INLINE static V deviation(const float* p, V center) { return load(p) - center; }
  ASSAY_INLINE static void put(float* p, V v) { store(p, v); }
};
struct Tail {
  int64_t n;
  ASSAY_INLINE V get(const float* p) const { return load(p, n); }
  // zero in the lanes left out, so that they do not count in a sum
  ASSAY_INLINE V deviation(const float* p, V center) const {
    const Mask lane = {ASSAY_IOTA};
    return lane < Mask{} + (int32_t)n ? load(p, n) - center : V{};
  }
  ASSAY_INLINE void put(float* p, V v) const { store(p, v, n); }
};
template <class Step>
ASSAY_INLINE void forVectors(int64_t count, Step step) {
  int64_t i = 0;
  for (; i + VL <= count; i += VL) step(i, Whole{});
  if (i < count) step(i, Tail{count - i});
}

}  // namespace
}  // namespace assay::ISA
