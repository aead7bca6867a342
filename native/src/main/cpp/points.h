// Winograd's minimal filtering along one axis: the lines that turn a tile of the input, a kernel or a tile of cotangents
// into values at points, and products at points into outputs or taps. Two axes are one line after the other.
//
//   Three        F(4,3): 4 outputs of 3 taps from 6 products; points 0, +-sqrt(1/2), +-sqrt(2), infinity
//   Five         F(2,5): 2 outputs of 5 taps, the same 6 points and inputs
//   Strided      4 outputs of 3 taps at stride 2 from 9 products: taps 0 and 2 meet the even inputs only, which is F(4,2)
//                at +-1/2, +-5/4, infinity; tap 1 meets the odd ones, one product for each output
//   StridedBack  the 8 inputs of the same from 5 cotangents, for a padding of 1
//
// Error against double, relative to the standard deviation of the output (64 channels, rectified normal inputs), RMS:
//   direct 3.2e-7 (3x3), 5.6e-7 (5x5). F(4,3) 8.3e-7, with the customary 0, +-1, +-2 1.7e-6. F(2,5) 9.3e-7.
//   F(4,2) 5.2e-7, with +-sqrt(1/2), +-sqrt(2) 7.3e-7, with 0, +-1, 2 9.8e-7.
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

constexpr int kKinds = 6;  // kernel values of an axis: one for each point, one for all products of a single tap

constexpr float kNear = 0.70710678118654752f, kFar = 1.41421356237309505f;  // points: their squares are 1/2 and 2

// An even and an odd part at a point and its opposite.
ASSAY_INLINE void atBoth(float point, V even, V odd, V& plus, V& minus) {
  plus = fma(splat(point), odd, even);
  minus = fma(splat(-point), odd, even);
}

struct SixPoints {
  static constexpr int kIn = 6, kProducts = 6;
  static ASSAY_INLINE void inputs(const V (&d)[6], V (&t)[6]) {
    const V two = splat(-2), half = splat(-0.5f), both = splat(-2.5f);
    t[0] = fma(both, d[2], d[0] + d[4]);
    atBoth(kNear, fma(two, d[2], d[4]), fma(two, d[1], d[3]), t[1], t[2]);
    atBoth(kFar, fma(half, d[2], d[4]), fma(half, d[1], d[3]), t[3], t[4]);
    t[5] = fma(both, d[3], d[1] + d[5]);
  }
};

struct Three : SixPoints {
  using Back = Three;
  static constexpr int kTaps = 3, kOut = 4, kStep = 4;

  // The kernel at the points over the derivative of the product of the points.
  static ASSAY_INLINE void kernel(const V (&g)[3], V (&t)[6]) {
    const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6);
    t[0] = g[0];
    atBoth(kNear, nearly * fma(splat(0.5f), g[2], g[0]), nearly * g[1], t[1], t[2]);
    atBoth(kFar, far * fma(splat(2), g[2], g[0]), far * g[1], t[3], t[4]);
    t[5] = g[2];
  }
  // Cotangents at the points; taps() has the divisors.
  static ASSAY_INLINE void cotangents(const V (&g)[4], V (&t)[6]) {
    const V half = splat(0.5f), two = splat(2);
    t[0] = g[0];
    atBoth(kNear, fma(half, g[2], g[0]), fma(half, g[3], g[1]), t[1], t[2]);
    atBoth(kFar, fma(two, g[2], g[0]), fma(two, g[3], g[1]), t[3], t[4]);
    t[5] = g[3];
  }
  static ASSAY_INLINE void outputs(const V (&m)[6], V (&y)[4]) {
    const V nearSum = m[1] + m[2], nearGap = m[1] - m[2], farSum = m[3] + m[4], farGap = m[3] - m[4];
    y[0] = m[0] + nearSum + farSum;
    y[1] = fma(splat(kFar), farGap, splat(kNear) * nearGap);
    y[2] = fma(splat(2), farSum, splat(0.5f) * nearSum);
    y[3] = fma(splat(2 * kFar), farGap, fma(splat(0.5f * kNear), nearGap, m[5]));
  }
  static ASSAY_INLINE void taps(const V (&m)[6], V (&y)[3]) {
    const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6);
    const V nearSum = nearly * (m[1] + m[2]), nearGap = nearly * (m[1] - m[2]);
    const V farSum = far * (m[3] + m[4]), farGap = far * (m[3] - m[4]);
    y[0] = m[0] + nearSum + farSum;
    y[1] = fma(splat(kFar), farGap, splat(kNear) * nearGap);
    y[2] = fma(splat(2), farSum, fma(splat(0.5f), nearSum, m[5]));
  }
};

struct Five : SixPoints {
  using Back = Five;
  static constexpr int kTaps = 5, kOut = 2, kStep = 2;

  static ASSAY_INLINE void kernel(const V (&g)[5], V (&t)[6]) {
    const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6), half = splat(0.5f), two = splat(2);
    t[0] = g[0];
    atBoth(kNear, nearly * fma(half, fma(half, g[4], g[2]), g[0]), nearly * fma(half, g[3], g[1]), t[1], t[2]);
    atBoth(kFar, far * fma(two, fma(two, g[4], g[2]), g[0]), far * fma(two, g[3], g[1]), t[3], t[4]);
    t[5] = g[4];
  }
  static ASSAY_INLINE void cotangents(const V (&g)[2], V (&t)[6]) {
    t[0] = g[0];
    atBoth(kNear, g[0], g[1], t[1], t[2]);
    atBoth(kFar, g[0], g[1], t[3], t[4]);
    t[5] = g[1];
  }
  static ASSAY_INLINE void outputs(const V (&m)[6], V (&y)[2]) {
    y[0] = m[0] + (m[1] + m[2]) + (m[3] + m[4]);
    y[1] = fma(splat(kFar), m[3] - m[4], fma(splat(kNear), m[1] - m[2], m[5]));
  }
  static ASSAY_INLINE void taps(const V (&m)[6], V (&y)[5]) {
    const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6);
    const V nearSum = nearly * (m[1] + m[2]), nearGap = nearly * (m[1] - m[2]);
    const V farSum = far * (m[3] + m[4]), farGap = far * (m[3] - m[4]);
    y[0] = m[0] + nearSum + farSum;
    y[1] = fma(splat(kFar), farGap, splat(kNear) * nearGap);
    y[2] = fma(splat(2), farSum, splat(0.5f) * nearSum);
    y[3] = fma(splat(2 * kFar), farGap, splat(0.5f * kNear) * nearGap);
    y[4] = fma(splat(4), farSum, fma(splat(0.25f), nearSum, m[5]));
  }
};

// F(4,2) at +-1/2, +-5/4 and infinity.
struct FourOfTwo {
  static constexpr float kInner = 0.5f, kOuter = 1.25f, kInner2 = 0.25f, kOuter2 = 1.5625f;

  static ASSAY_INLINE void inputs(V d0, V d1, V d2, V d3, V d4, V (&t)[9]) {
    const V inner = splat(-kInner2), outer = splat(-kOuter2);
    atBoth(kInner, fma(outer, d1, d3), fma(outer, d0, d2), t[0], t[1]);
    atBoth(kOuter, fma(inner, d1, d3), fma(inner, d0, d2), t[2], t[3]);
    t[4] = fma(splat(kInner2 * kOuter2), d0, fma(splat(-kInner2 - kOuter2), d2, d4));
  }
  static ASSAY_INLINE void kernel(V g0, V g1, V (&t)[6]) {
    const V inner = splat(-1 / 1.3125f), outer = splat(1 / 3.28125f);
    const V inner0 = inner * g0, inner1 = inner * g1, outer0 = outer * g0, outer1 = outer * g1;
    t[0] = fma(splat(kInner), inner1, inner0);
    t[1] = fma(splat(kInner), inner1, -inner0);
    t[2] = fma(splat(kOuter), outer1, outer0);
    t[3] = fma(splat(kOuter), outer1, -outer0);
    t[4] = g1;
  }
  static ASSAY_INLINE void cotangents(const V (&g)[4], V (&t)[9]) {
    const V inner = splat(kInner2), outer = splat(kOuter2);
    atBoth(kInner, fma(inner, g[2], g[0]), fma(inner, g[3], g[1]), t[0], t[1]);
    atBoth(kOuter, fma(outer, g[2], g[0]), fma(outer, g[3], g[1]), t[2], t[3]);
    t[4] = g[3];
  }
  static ASSAY_INLINE void outputs(const V (&m)[9], V (&y)[4]) {
    const V innerSum = m[0] + m[1], innerGap = splat(kInner) * (m[0] - m[1]);
    const V outerSum = m[2] + m[3], outerGap = splat(kOuter) * (m[2] - m[3]);
    y[0] = innerSum + outerSum;
    y[1] = innerGap + outerGap;
    y[2] = fma(splat(kOuter2), outerSum, splat(kInner2) * innerSum);
    y[3] = fma(splat(kOuter2), outerGap, fma(splat(kInner2), innerGap, m[4]));
  }
};

struct StridedBack {
  static constexpr int kTaps = 3, kIn = 5, kStep = 4, kProducts = 9, kOut = 8;

  static ASSAY_INLINE void inputs(const V (&d)[5], V (&t)[9]) {
    FourOfTwo::inputs(d[0], d[1], d[2], d[3], d[4], t);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) t[5 + i] = d[i];
  }
  static ASSAY_INLINE void kernel(const V (&g)[3], V (&t)[6]) {
    FourOfTwo::kernel(g[0], g[2], t);
    t[5] = g[1];
  }
  // The padding of 1 makes the first row one that only the tap in the middle reaches.
  static ASSAY_INLINE void outputs(const V (&m)[9], V (&y)[8]) {
    V odd[4];
    FourOfTwo::outputs(m, odd);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
      y[2 * i] = m[5 + i];
      y[2 * i + 1] = odd[i];
    }
  }
};

struct Strided {
  using Back = StridedBack;
  static constexpr int kTaps = 3, kIn = 9, kStep = 8, kProducts = 9, kOut = 4;

  static ASSAY_INLINE void inputs(const V (&d)[9], V (&t)[9]) {
    FourOfTwo::inputs(d[0], d[2], d[4], d[6], d[8], t);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) t[5 + i] = d[2 * i + 1];
  }
  static ASSAY_INLINE void kernel(const V (&g)[3], V (&t)[6]) { StridedBack::kernel(g, t); }
  static ASSAY_INLINE void cotangents(const V (&g)[4], V (&t)[9]) {
    FourOfTwo::cotangents(g, t);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) t[5 + i] = g[i];
  }
  static ASSAY_INLINE void outputs(const V (&m)[9], V (&y)[4]) {
    FourOfTwo::outputs(m, y);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) y[i] += m[5 + i];
  }
  static ASSAY_INLINE void taps(const V (&m)[6], V (&y)[3]) {
    const V inner = splat(-1 / 1.3125f), outer = splat(1 / 3.28125f);
    const V innerSum = inner * (m[0] + m[1]), innerGap = inner * (m[0] - m[1]);
    const V outerSum = outer * (m[2] + m[3]), outerGap = outer * (m[2] - m[3]);
    y[0] = innerGap + outerGap;
    y[1] = m[5];
    y[2] = fma(splat(FourOfTwo::kOuter), outerSum, fma(splat(FourOfTwo::kInner), innerSum, m[4]));
  }
};

// N*N values of one vector of channels -> M*M by `line`, along the columns, then along the rows.
template <int N, int M, class Load, class Line, class Store>
ASSAY_INLINE void transform(Load load, Line line, Store store) {
  V half[M][N];
#pragma GCC unroll 9
  for (int j = 0; j < N; j++) {
    V column[N], result[M];
#pragma GCC unroll 9
    for (int i = 0; i < N; i++) column[i] = load(i, j);
    line(column, result);
#pragma GCC unroll 9
    for (int i = 0; i < M; i++) half[i][j] = result[i];
  }
#pragma GCC unroll 9
  for (int i = 0; i < M; i++) {
    V result[M];
    line(half[i], result);
#pragma GCC unroll 9
    for (int j = 0; j < M; j++) store(i, j, result[j]);
  }
}

}  // namespace
}  // namespace assay::ISA
