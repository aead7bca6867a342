// Dense layers.
//   forward        y[n,o]  = bias[o] + sum_i w[o,i] x[n,i]
//   backward data  dx[n,i] = sum_o w[o,i] dy[n,o]              the same product on the other packed form
//   weights        dw[o,i] = sum_n dy[n,o] x[n,i]              k = samples, in their order
// Floor: 2*N*I*O FLOPs; the weights are read once per call (4*I*O bytes), which bounds small batches.
//
// Tried (1000 -> 1000, 128 samples, one core, peak 268 GFLOP/s): 250 forward and data, 235 weights; k is not blocked, as
// panels stream from L2 without loss. OpenBLAS sgemm on the same shapes: 170-198. One sample: 49, the weights' bytes.
//
// Lanes are output features: the weights lie in panels [k][2 vectors], the rows of x are broadcast in place.
#pragma once
#include "tile.h"

namespace assay::ISA {

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

int64_t denseScratchSize(int32_t batch, int32_t, int32_t) { return roundUp(batch, VL) + (int64_t)batch * kPanel; }

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
  int32_t* taps = reinterpret_cast<int32_t*>(scratch);
  for (int32_t s = 0; s < n; s++) taps[s] = s * kPanel;
  float* panel = floats(scratch) + roundUp(n, VL);
  float edge[kMaxRows * kPanel];
  for (int64_t first = 0; first < inputs; first += kPanel) {
    const int64_t width = least(kPanel, inputs - first);
    const int vectors = width > VL ? 2 : 1;
    for (int64_t s = 0; s < n; s++) {
      const float* from = floats(x) + s * inputs + first;
      for (int v = 0; v < vectors; v++) {
        store(panel + s * kPanel + v * VL, width >= (v + 1) * VL ? load(from + v * VL) : load(from + v * VL, width - v * VL));
      }
    }
    const bool whole = width == vectors * VL;
    for (int tile = 0; tile < rows.tiles; tile++) {
      float* out = floats(dWeights) + (int64_t)(fromRow + rows.first(tile)) * inputs + first;
      TapTile t;
      t.a = g + fromRow + rows.first(tile);
      t.aStep = outputs;
      t.b = panel;
      t.taps = taps;
      t.count = n;
      t.bias = nullptr;
      t.relu = false;
      t.out = whole ? out : edge;
      t.outStep = whole ? inputs : kPanel;
      for (int v = 0; v < vectors; v++) t.lanes[v] = t.outLanes[v] = v * VL;
      run(t, rows.height(tile), vectors);
      if (!whole) {
        for (int r = 0; r < rows.height(tile); r++) std::memcpy(out + (int64_t)r * inputs, edge + r * kPanel, width * sizeof(float));
      }
    }
  }
}

}  // namespace assay::ISA
