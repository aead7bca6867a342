// Convolutions of stride 1 with few channels by Winograd's form down the columns alone: a band of outputs, S::kOut rows
// of one vector, from six products in place of S::kOut * S::kTaps for each channel and column of the kernel.
//   Y = A' [ sum_{c,b} (G w_b) * (B' x_b) ],   x_b = the rows of the band's input, b columns further
//
// Lanes are the columns of the map, so nothing is transposed. The input at the points, [c, b][point][vector], serves all
// output channels and stays in L1; products and their sums stay in registers until the outputs are stored.
// Floor: 6 multiply-adds per channel and column for kOut outputs, half of the direct form for 3 rows, 3/5 for 5.
#pragma once
#include "winograd.h"

namespace assay::ISA {
namespace {

template <class S>
struct Bands {
  static constexpr int kRows = kAccumulators >= 24 ? 2 : 1;  // outputs beside each other, for two vectors each
  Conv g;
  Padded copy;
  explicit Bands(const Conv& g) : g(g), copy(forwardCopy(g, true)) {}

  int taps() const { return g.channels * g.kw; }
  static int64_t packedSize(const Conv& g) { return roundUp((int64_t)g.outputs * g.channels * g.kw * S::kProducts, 16); }
  int64_t copySize() const { return copy.inPlace ? 0 : copy.size(1); }
  int64_t scratch() const { return copySize() + taps() * S::kProducts * 2 * VL; }

  // [outputs beside each other][c, b][point][output]
  static void pack(const Conv& g, const float* w, float* packed) {
    for (int o = 0; o < g.outputs; o += kRows) {
      const int height = (int)least(kRows, g.outputs - o);
      for (int tap = 0; tap < g.channels * g.kw; tap++, packed += S::kProducts * height)
        for (int r = 0; r < height; r++) {
          const float* from = w + ((int64_t)(o + r) * g.channels + tap / g.kw) * g.kh * g.kw + tap % g.kw;
          V rows[S::kTaps], points[S::kProducts];
          for (int a = 0; a < S::kTaps; a++) rows[a] = splat(from[a * g.kw]);
          S::kernel(rows, points);
          for (int p = 0; p < S::kProducts; p++) packed[p * height + r] = points[p][0];
        }
    }
  }

  void run(const float* x, const float* packed, const float* bias, bool relu, int n, float* y, float* scratch) const {
    float* points = scratch + copySize();
    if (!copy.inPlace) copy.clear(scratch, 1);
    for (int i = 0; i < n; i++) {
      const float* image = x + i * g.in();
      if (!copy.inPlace) copy.fill(image, scratch);
      bands(copy.inPlace ? image : scratch, packed, bias, relu, points, y + i * g.out());
    }
  }

 private:
  // The last band and the last vector of a row overlap the ones before.
  void bands(const float* image, const float* packed, const float* bias, bool relu, float* points, float* y) const {
    const int64_t across = ceilDiv(g.columns(), VL), all = ceilDiv(g.rows(), S::kOut) * across;
    for (int64_t first = 0; first < all; first += 2) {
      const int vectors = (int)least(2, all - first);
      float* out[2];
      for (int v = 0; v < vectors; v++) {
        const int64_t row = least((first + v) / across * S::kOut, g.rows() - S::kOut);
        const int64_t column = least((first + v) % across * VL, g.columns() - VL);
        pointsOfInputs(image + row * copy.pitch + column, points + v * VL, vectors * VL);
        out[v] = y + row * g.columns() + column;
      }
      for (int o = 0; o < g.outputs; o += kRows) {
        const float* kernels = packed + (int64_t)o * taps() * S::kProducts;
        const float* shift = bias ? bias + o : nullptr;
        const bool whole = o + kRows <= g.outputs;
        if (vectors == 2) {
          whole ? multiply<kRows, 2>(kernels, points, shift, relu, out, o) : multiply<1, 2>(kernels, points, shift, relu, out, o);
        } else {
          whole ? multiply<kRows, 1>(kernels, points, shift, relu, out, o) : multiply<1, 1>(kernels, points, shift, relu, out, o);
        }
      }
    }
  }

  void pointsOfInputs(const float* corner, float* points, int64_t step) const {
    for (int c = 0; c < g.channels; c++)
      for (int b = 0; b < g.kw; b++) {
        const float* from = corner + c * copy.plane + b;
        V rows[S::kIn], values[S::kProducts];
#pragma GCC unroll 6
        for (int i = 0; i < S::kIn; i++) rows[i] = load(from + i * copy.pitch);
        S::inputs(rows, values);
#pragma GCC unroll 6
        for (int p = 0; p < S::kProducts; p++, points += step) store(points, values[p]);
      }
  }

  template <int MR, int NV>
  void multiply(const float* a, const float* b, const float* bias, bool relu, float* const (&out)[2], int first) const {
    V m[MR][NV][S::kProducts] = {};
    for (int k = taps(); k > 0; k--) {
#pragma GCC unroll 6
      for (int p = 0; p < S::kProducts; p++) {
#pragma GCC unroll 2
        for (int r = 0; r < MR; r++) {
          const V value = splat(a[p * MR + r]);
#pragma GCC unroll 2
          for (int v = 0; v < NV; v++) m[r][v][p] = fma(value, load(b + (p * NV + v) * VL), m[r][v][p]);
        }
      }
      a += S::kProducts * MR;
      b += S::kProducts * NV * VL;
    }
    const int64_t columns = g.columns(), plane = (int64_t)g.rows() * columns;
#pragma GCC unroll 2
    for (int r = 0; r < MR; r++) {
      const V shift = bias ? splat(bias[r]) : V{};
#pragma GCC unroll 2
      for (int v = 0; v < NV; v++) {
        V y[S::kOut];
        S::outputs(m[r][v], y);
        float* to = out[v] + (first + r) * plane;
#pragma GCC unroll 4
        for (int i = 0; i < S::kOut; i++) store(to + i * columns, relu ? rectify(y[i] + shift) : y[i] + shift);
      }
    }
  }
};

// With more channels the form along both axes saves more.
bool bandsPossible(const Conv& g) {
  return g.sh == 1 && g.sw == 1 && (g.kh == 3 || g.kh == 5) && !winogradPossible(g, false);
}
bool bandsPay(const Conv& g) {
  return bandsPossible(g) && g.columns() >= VL && g.rows() >= (g.kh == 3 ? Three::kOut : Five::kOut);
}
// Calls use(S{}) for the lines of bandsPossible.
template <class Use>
auto withBands(const Conv& g, Use use) {
  return g.kh == 3 ? use(Three{}) : use(Five{});
}

}  // namespace
}  // namespace assay::ISA
