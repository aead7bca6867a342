// Convolutions of stride 1 with few channels by Winograd's form down the columns alone: a band of outputs, S::kOut rows
// of one vector, from six products in place of S::kOut * S::kTaps for each channel and column of the kernel.
//   Y = A' [ sum_{c,b} (G w_b) * (B' x_b) ],   x_b = the rows of the band's input, b columns further
//
// An image with twins (twins.h) takes the direct form instead (background.h), which rounds alike in every row.
//
// Lanes are the columns of the map, so nothing is transposed. The input at the points, [c, b][point][vector], serves all
// output channels and stays in L1; products and their sums stay in registers until the outputs are stored.
// Floor: 6 multiply-adds per channel and column for kOut outputs, half of the direct form for 3 rows, 3/5 for 5.
//
// Tried (useful GFLOP/s on one core, peak 264; direct 3x3 3->32 32x32 220, 5x5 246):
//   accumulators as they came from the compiler, which loaded each point once per output: 227 and 232. Two outputs beside
//   two vectors with the points kept in registers, one load for each multiply-add: 272 and 300. A tile as a function
//   of its own on a plain struct (else row and column counts were divided anew before each store): 305 and 320.
//   3x3 16->16 28x28 270, 17->33 31x31 344; 1->32 28x28 149, direct 140: there the stores of the outputs dominate.
//   In a tile the loop runs at 90 % of the peak; 15 % of the time goes to the points, 15 % to outputs. Stores to 32
//   planes of 4 KB cost about a tenth (304 into one block, 272 into the planes); fetching the lines ahead changed nothing.
#pragma once
#include "background.h"
#include "winograd.h"

namespace assay::ISA {
namespace {

// One band of a few outputs beside each other.
struct BandTile {
  const float* kernels;  // [tap][point][output]
  const float* points;   // [tap][point][vector]
  int taps;
  const float* bias;     // of the outputs, or null
  bool relu;
  float* out[2];         // the first row of each vector
  int64_t outRow, outPlane;
};

// The value in a register: left alone, the compiler loads it again for each output.
ASSAY_INLINE V keep(V v) {
#if VL == 16
  asm("" : "+v"(v));
#elif defined(__x86_64__)
  asm("" : "+x"(v));
#endif
  return v;
}

template <class S, int MR, int NV>
__attribute__((noinline)) void bandTile(const BandTile& t) {
  V m[MR][NV][S::kProducts] = {};
  const float *a = t.kernels, *b = t.points;
  for (int k = t.taps; k > 0; k--) {
#pragma GCC unroll 6
    for (int p = 0; p < S::kProducts; p++) {
      V bk[NV];
#pragma GCC unroll 2
      for (int v = 0; v < NV; v++) bk[v] = keep(load(b + (p * NV + v) * VL));
#pragma GCC unroll 2
      for (int r = 0; r < MR; r++) {
        const V value = splat(a[p * MR + r]);
#pragma GCC unroll 2
        for (int v = 0; v < NV; v++) m[r][v][p] = fma(value, bk[v], m[r][v][p]);
      }
    }
    a += S::kProducts * MR;
    b += S::kProducts * NV * VL;
  }
#pragma GCC unroll 2
  for (int r = 0; r < MR; r++) {
    const V shift = t.bias ? splat(t.bias[r]) : V{};
#pragma GCC unroll 2
    for (int v = 0; v < NV; v++) {
      V y[S::kOut];
      S::outputs(m[r][v], y);
      float* to = t.out[v] + r * t.outPlane;
      if (t.relu) {
#pragma GCC unroll 4
        for (int i = 0; i < S::kOut; i++) store(to + i * t.outRow, rectify(y[i] + shift));
      } else {
#pragma GCC unroll 4
        for (int i = 0; i < S::kOut; i++) store(to + i * t.outRow, y[i] + shift);
      }
    }
  }
}

template <class S>
struct Bands {
  static constexpr int kBeside = kAccumulators >= 24 ? 2 : 1;  // outputs of a tile
  Conv g;
  Padded copy;
  explicit Bands(const Conv& g) : g(g), copy(forwardCopy(g, true)) {}

  int taps() const { return g.channels * g.kw; }
  static int64_t packedSize(const Conv& g) { return roundUp((int64_t)g.outputs * g.channels * g.kw * S::kProducts, 16); }
  int64_t copySize() const { return copy.inPlace ? 0 : copy.size(1); }
  int64_t pointsSize() const { return taps() * S::kProducts * 2 * VL; }
  int64_t scratch() const { return copySize() + pointsSize() + Background::scratch(g); }

  // [tile of outputs][c, b][point][output]
  static void pack(const Conv& g, const float* w, float* packed) {
    for (int o = 0; o < g.outputs; o += kBeside) {
      const int height = (int)least(kBeside, g.outputs - o);
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

  // `weights` are those of the direct form.
  void run(const float* x, const float* packed, const float* weights, const float* bias, bool relu, int n, float* y,
           float* scratch, Part part) const {
    float* points = scratch + copySize();
    const Background direct(g, copy, weights, bias, relu, points + pointsSize());
    if (!copy.inPlace) copy.clear(scratch, 1);
    for (int i = 0; i < n; i++) {
      const float* image = x + i * g.in();
      if (!copy.inPlace) {
        copy.fill(image, scratch, 0, copy.rows);
        image = scratch;
      }
      if (hasTwins(image)) {
        direct.run(image, part, y + i * g.out());
      } else {
        bands(image, packed, bias, relu, points, part, y + i * g.out());
      }
    }
  }

 private:
  // Whether two windows beside or above each other are equal, see twins.h.
  bool hasTwins(const float* image) const {
    const int64_t neighbours[] = {1, copy.pitch};
    for (const int64_t next : neighbours) {
      const int rows = copy.rows - (next != 1), columns = copy.columns - (next == 1);
      const auto equal = [&](int r, int q) {
        const float* at = image + r * copy.pitch + q;
        for (int c = 0; c < g.channels; c++, at += copy.plane)
          if (at[0] != at[next]) return false;
        return true;
      };
      const auto window = [&](int i, int j) {
        for (int a = 0; a < g.kh; a++)
          for (int b = 0; b < g.kw; b++)
            if (!equal(i + a, j + b)) return false;
        return true;
      };
      for (int r = g.kh - 1; r < rows; r += g.kh)  // every window has one of these places
        for (int q = g.kw - 1; q < columns; q += g.kw)
          for (int i = equal(r, q) ? r - g.kh + 1 : rows; i <= least(r, rows - g.kh); i++)
            for (int j = q - g.kw + 1; j <= least(q, columns - g.kw); j++)
              if (window(i, j)) return true;
    }
    return false;
  }

  // The last band and the last vector of a row overlap the ones before.
  void bands(const float* image, const float* packed, const float* bias, bool relu, float* points, Part part,
             float* y) const {
    const int rows = g.rows(), columns = g.columns();
    // where the last band overlaps the one before, it has the last word, so both are one part's
    const int64_t count = ceilDiv(rows, S::kOut), units = rows % S::kOut == 0 ? count : most(1, count - 1);
    const int64_t across = ceilDiv(columns, VL), all = (part.last(units) == units ? count : part.last(units)) * across;
    BandTile t;
    t.points = points;
    t.taps = taps();
    t.relu = relu;
    t.outRow = columns;
    t.outPlane = (int64_t)rows * columns;
    for (int64_t first = part.first(units) * across; first < all; first += 2) {
      const int vectors = (int)least(2, all - first);
      float* corner[2];
      for (int v = 0; v < vectors; v++) {
        const int64_t row = least((first + v) / across * S::kOut, rows - S::kOut);
        const int64_t column = least((first + v) % across * VL, columns - VL);
        pointsOfInputs(image + row * copy.pitch + column, points + v * VL, vectors * VL);
        corner[v] = y + row * columns + column;
      }
      for (int o = 0; o < g.outputs; o += kBeside) {
        t.kernels = packed + (int64_t)o * t.taps * S::kProducts;
        t.bias = bias ? bias + o : nullptr;
        for (int v = 0; v < vectors; v++) t.out[v] = corner[v] + o * t.outPlane;
        if (o + kBeside <= g.outputs) {
          vectors == 2 ? bandTile<S, kBeside, 2>(t) : bandTile<S, kBeside, 1>(t);
        } else {
          vectors == 2 ? bandTile<S, 1, 2>(t) : bandTile<S, 1, 1>(t);
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
};

// With more channels the form along both axes saves more.
bool bandsPossible(const Conv& g) {
  return g.sh == 1 && g.sw == 1 && (g.kh == 3 || g.kh == 5) && !winogradPossible(g, false);
}
// Cycles for two vectors, channel and column of the kernel: half of one for each product and output, 15 for the points;
// and 15 for the outputs of each channel. The direct form takes half of one for each product.
template <class S>
bool bandsPay(const Conv& g) {
  const int rows = g.rows(), columns = g.columns(), taps = g.channels * g.kw;
  if (rows < S::kOut || columns < VL) return false;
  const double cycles = S::kProducts * g.outputs + 15 + 15.0 * g.outputs / taps;
  const double saved = cycles / ((double)S::kTaps * S::kOut * g.outputs);
  const double whole = (double)roundUp(rows, S::kOut) / rows * roundUp(columns, VL) / columns;
  const Forward direct(g);
  return saved * whole < cost(direct.product.way, rows, columns, direct.copy.pitch, g.outputs, g.taps());
}
bool bandsPay(const Conv& g) {
  return bandsPossible(g) && (g.kh == 3 ? bandsPay<Three>(g) : bandsPay<Five>(g));
}
// Calls use(S{}) for the lines of bandsPossible.
template <class Use>
auto withBands(const Conv& g, Use use) {
  return g.kh == 3 ? use(Three{}) : use(Five{});
}

}  // namespace
}  // namespace assay::ISA
