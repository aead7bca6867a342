// Dense layers.
//   forward        y[n,o]  = bias[o] + sum_i w[o,i] x[n,i]
//   backward data  dx[n,i] = sum_o w[o,i] dy[n,o]              the same product on the other packed form
//   weights        dw[o,i] = sum_n dy[n,o] x[n,i]              k = samples, in their order
// Floor: 2*N*I*O FLOPs; the weights are read once per call (4*I*O bytes), which bounds small batches.
//
// Two forms with the same bits (each output is one chain of multiply-adds over ascending k):
//   packed  lanes are output features: the weights lie in panels [k][2 vectors], the rows of x are broadcast in place.
//           For weights that stay: evaluation.
//   plain   lanes are samples: x is transposed into panels, the weights are broadcast in place, the result is transposed
//           back. For training, where weights change in every step: packing them both ways and reading the packed forms
//           moves 77 bytes per weight through memory, as they do not fit the caches; transposing x and y costs 2 values
//           per I or O multiply-adds.
//
// Tried (1000 -> 1000, one core, peak 268 GFLOP/s, 128 samples packed, 64 plain as in training):
//   packed  250 forward and data; k is not blocked, as panels stream from L2 without loss. OpenBLAS sgemm: 170-198. One
//           sample: 49, the weights' bytes.
//   plain   14x2 tiles 250 forward, 252 data; 7x4 tiles 240, 240 (twice the panel bytes per multiply-add from L2).
//           Without fetching ahead, forward over weights from memory falls by 10 %, data by 40 %: one line per k, each on
//           its own row, which no hardware prefetcher follows. Copying blocks of weights beforehand: data 210.
//           Data in stretches of 512 k: rows of 4096 bytes fall on few sets of the caches (1024 -> 1024: 196 whole, 220).
//   weights x read in place 245, from packed panels 235.
// One training step of 784-1000-1000-1000-10, 128 samples, two threads, sum of the best phases: packed 6.2 ms (of which
// packing 0.9), plain 4.7.
// Not done: the update of SGD within the tile that has the gradient, its weights and velocities fetched meanwhile, the
// gradient never written: 4.3 ms in a trial, the same bits; the update after each task of rows, from L2: 4.5. Either
// would need a plan that updates while it computes, before the loss is known to be finite.
#pragma once
#include "tile.h"

namespace assay::ISA {
namespace {

// C[r][lane] = sum_k A[r][k] B[k][lane], both in place.
struct PlainTile {
  const float* a;  // A[r][k] at r * rowStep + k * step
  int64_t rowStep, step;
  int64_t ahead;   // how far behind `a` the next tile begins; its values are fetched into L2 meanwhile
  int64_t k;
  const float* b;  // B[k][lane] at k * bStep + lane
  int64_t bStep;
  const float* bias;  // of the rows, or null
  bool accumulate, relu;  // start from what is in `out` instead of the bias; rectify at the end
  float* out;
  int64_t outStep;
};

constexpr int64_t kFetchAhead = 12;  // in k

// ByRows: the values of a row are neighbours (step 1). Otherwise those of a k are (rowStep 1).
template <int MR, int NV, bool ByRows>
void plainTile(const PlainTile& t) {
  V c[MR][NV];
#pragma GCC unroll 16
  for (int r = 0; r < MR; r++)
#pragma GCC unroll 2
    for (int v = 0; v < NV; v++) {
      c[r][v] = t.accumulate ? load(t.out + r * t.outStep + v * VL) : t.bias ? splat(t.bias[r]) : V{};
    }
  const float* b = t.b;
  const auto step = [&](auto a) __attribute__((always_inline)) {
    V bk[NV];
#pragma GCC unroll 2
    for (int v = 0; v < NV; v++) bk[v] = load(b + v * VL);
    b += t.bStep;
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++) {
      const V ar = splat(a(r));
#pragma GCC unroll 2
      for (int v = 0; v < NV; v++) c[r][v] = fma(ar, bk[v], c[r][v]);
    }
  };
  if constexpr (ByRows) {
    const float* a[MR];
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++) a[r] = t.a + r * t.rowStep;
    int64_t k = 0;
    for (; k + 16 <= t.k; k += 16) {
#pragma GCC unroll 16
      for (int r = 0; r < MR; r++) __builtin_prefetch(a[r] + t.ahead + k, 0, 2);
      for (int64_t i = k; i < k + 16; i++) step([&](int r) __attribute__((always_inline)) { return a[r][i]; });
    }
    for (; k < t.k; k++) step([&](int r) __attribute__((always_inline)) { return a[r][k]; });
  } else {
    const float* a = t.a;
    for (int64_t k = 0; k < t.k; k++, a += t.step) {
      __builtin_prefetch(a + t.ahead + MR - 1, 0, 2);
      __builtin_prefetch(a + kFetchAhead * t.step, 0, 3);
      step([&](int r) __attribute__((always_inline)) { return a[r]; });
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < MR; r++)
#pragma GCC unroll 2
    for (int v = 0; v < NV; v++) store(t.out + r * t.outStep + v * VL, t.relu ? rectify(c[r][v]) : c[r][v]);
}

template <bool ByRows>
struct PlainTiles {
  template <int MR, int NV>
  static constexpr TileFunction<PlainTile> function() {
    if constexpr (NV <= 2) return &plainTile<MR, NV, ByRows>;
    return nullptr;
  }
  struct Functions { TileFunction<PlainTile> at[kMaxRows][4]; };
  static constexpr Functions all = ASSAY_TILE_TABLE(PlainTiles::template function);
};
template <bool ByRows>
ASSAY_INLINE void run(const PlainTile& tile, int rows, int vectors) { PlainTiles<ByRows>::all.at[rows - 1][vectors - 1](tile); }

constexpr int64_t kSamples = 4 * VL;    // samples side by side in the plain form
constexpr int kBlock = 8 * kMaxRows;    // rows of the result between two transpositions
constexpr int64_t kDepth = 512;         // k in one go where the weights of a k are neighbours

int64_t plainScratchSize(int64_t k) { return kSamples * (k + kBlock); }

// y[n, r] = sum_k x[n, k] A[r, k].
template <bool ByRows>
ASSAY_INLINE void plain(const float* x, int32_t n, int64_t k, int64_t results, float* y, const float* a, const float* bias,
                        bool relu, int64_t scratch) {
  float *panels = floats(scratch), *block = panels + kSamples * k;
  const int64_t depth = ByRows ? k : kDepth;
  for (int64_t sample = 0; sample < n; sample += kSamples) {
    const int64_t samples = least(kSamples, n - sample), vectors = ceilDiv(samples, VL);
    for (int64_t lane = 0; lane < samples; lane += kPanel) {
      const float* from = x + (sample + lane) * k;
      transpose(from, k, least(kPanel, samples - lane), k, panels + lane * k, kPanel, true);
    }
    for (int64_t row = 0; row < results; row += kBlock) {
      const Rows rows((int)least(kBlock, results - row));
      for (int64_t from = 0; from < k; from += depth) {
        for (int64_t v = 0; v < vectors; v += 2) {
          for (int tile = 0; tile < rows.tiles; tile++) {
            const int64_t first = row + rows.first(tile), height = rows.height(tile);
            PlainTile t;
            t.rowStep = ByRows ? k : 1;
            t.step = ByRows ? 1 : results;
            t.a = a + first * t.rowStep + from * t.step;
            t.ahead = v == 0 && first + 2 * kMaxRows <= results ? height * t.rowStep : 0;
            t.k = least(depth, k - from);
            t.b = panels + v * VL * k + from * kPanel;
            t.bStep = kPanel;
            t.bias = bias ? bias + first : nullptr;
            t.accumulate = from > 0;
            t.relu = relu && from + depth >= k;
            t.out = block + rows.first(tile) * kSamples + v * VL;
            t.outStep = kSamples;
            run<ByRows>(t, (int)height, (int)least(2, vectors - v));
          }
        }
      }
      transpose(block, kSamples, rows.total, samples, y + sample * results + row, results, false);
    }
  }
}

}  // namespace

int64_t densePackedSize(int32_t inputs, int32_t outputs, bool backward) {
  return backward ? (int64_t)outputs * roundUp(inputs, kPanel) : (int64_t)inputs * roundUp(outputs, kPanel);
}

void densePack(int64_t weights, int32_t inputs, int32_t outputs, bool backward, int32_t part, int32_t parts,
               int64_t packed) {
  const float* w = floats(weights);
  const int64_t lanes = backward ? inputs : outputs, k = backward ? outputs : inputs;
  const int64_t panels = ceilDiv(lanes, kPanel);
  for (int64_t p = panels * part / parts; p < panels * (part + 1) / parts; p++) {
    float* panel = floats(packed) + p * k * kPanel;
    const int64_t first = p * kPanel, width = least(kPanel, lanes - first);
    if (width <= VL) {
      for (int64_t i = 0; i < k; i++) store(panel + i * kPanel + VL, V{});
    }
    if (backward) {
      for (int64_t i = 0; i < k; i++) {
        for (int64_t v = 0; v < width; v += VL) {
          const float* from = w + i * lanes + first + v;
          store(panel + i * kPanel + v, width - v >= VL ? load(from) : load(from, width - v));
        }
      }
    } else {
      transpose(w + first * k, k, width, k, panel, kPanel, true);
    }
  }
}

int64_t denseScratchSize(int32_t batch, int32_t inputs, int32_t outputs) {
  return most((int64_t)batch * kPanel, plainScratchSize(most(inputs, outputs)));
}

void dense(int64_t x, int64_t packed, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t y,
           int32_t part, int32_t parts) {
  const Rows samples(n);
  const int width = widest(samples.tallest());
  int32_t rows[kMaxRows];
  for (int r = 0; r < kMaxRows; r++) rows[r] = r * inputs;
  const int64_t panelSize = (int64_t)inputs * kPanel, panels = ceilDiv(outputs, kPanel);
  const Part share{part, parts};
  const int64_t vectors = least(ceilDiv(outputs, VL), 2 * share.last(panels));
  for (int64_t v = 2 * share.first(panels); v < vectors;) {
    const int take = fit(width, vectors - v);
    RowTile t;
    t.rows = rows;
    t.segments = 1;
    t.length = inputs;
    t.segmentStep = 0;
    t.b = floats(packed) + v / 2 * panelSize;
    t.panelStep = panelSize;
    t.bias = bias ? floats(bias) + v * VL : nullptr;
    t.accumulate = false;
    t.relu = relu;
    t.outStep = outputs;
    t.lanes = outputs - v * VL;
    for (int tile = 0; tile < samples.tiles; tile++) {
      t.a = floats(x) + (int64_t)samples.first(tile) * inputs;
      t.out = floats(y) + (int64_t)samples.first(tile) * outputs + v * VL;
      run(t, samples.height(tile), take);
    }
    v += take;
  }
}

void densePlain(int64_t x, int64_t weights, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t y,
                int64_t scratch) {
  plain<true>(floats(x), n, inputs, outputs, floats(y), floats(weights), bias ? floats(bias) : nullptr, relu, scratch);
}

void densePlainBackwardData(int64_t dy, int64_t weights, int32_t n, int32_t inputs, int32_t outputs, int64_t dx,
                            int64_t scratch) {
  plain<false>(floats(dy), n, outputs, inputs, floats(dx), floats(weights), nullptr, false, scratch);
}

void denseBackwardWeights(int64_t x, int64_t dy, int32_t n, int32_t inputs, int32_t outputs, int32_t fromRow,
                          int32_t toRow, int64_t dWeights, int64_t dBias, int64_t scratch) {
  const float* g = floats(dy);
  if (dBias) {
    forVectors(toRow - fromRow, [&](int64_t i, auto part) {
      V sum{};
      for (int64_t s = 0; s < n; s++) sum += part.get(g + s * outputs + fromRow + i);
      part.put(floats(dBias) + fromRow + i, sum);
    });
  }
  const Rows rows(toRow - fromRow);
  float* panel = floats(scratch);
  float edge[kMaxRows * kPanel];
  for (int64_t first = 0; first < inputs; first += kPanel) {
    const int64_t width = least(kPanel, inputs - first);
    const int vectors = width > VL ? 2 : 1;
    const bool whole = width == vectors * VL;  // else the last lanes are not there: by way of a panel and an edge
    for (int64_t s = 0; s < n && !whole; s++) {
      const float* from = floats(x) + s * inputs + first;
      for (int v = 0; v < vectors; v++) store(panel + s * kPanel + v * VL, load(from + v * VL, least(VL, width - v * VL)));
    }
    for (int tile = 0; tile < rows.tiles; tile++) {
      float* out = floats(dWeights) + (int64_t)(fromRow + rows.first(tile)) * inputs + first;
      PlainTile t;
      t.a = g + fromRow + rows.first(tile);
      t.rowStep = 1;
      t.step = outputs;
      t.ahead = 0;
      t.k = n;
      t.b = whole ? floats(x) + first : panel;
      t.bStep = whole ? inputs : kPanel;
      t.bias = nullptr;
      t.accumulate = t.relu = false;
      t.out = whole ? out : edge;
      t.outStep = whole ? inputs : kPanel;
      run<false>(t, rows.height(tile), vectors);
      if (!whole) {
        for (int r = 0; r < rows.height(tile); r++) std::memcpy(out + (int64_t)r * inputs, edge + r * kPanel, width * sizeof(float));
      }
    }
  }
}

}  // namespace assay::ISA
