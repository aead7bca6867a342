// The direct form of stride 1 for an image on a background, the values of its first pixel. Windows that hold nothing else
// have the same outputs, which are summed once and written to the whole map. Vectors of outputs over all other windows
// follow. An output's terms and their order are those of the direct form, and so are its bits.
//
// Floor: C * kh * kw multiply-adds for each output of those vectors (MNIST, 3x3: half of all outputs), and its store; a
// store of every output before. Finding the vectors takes at most as many comparisons as a window has values, for two
// vectors or so in a row.
//
// Tried (AVX-512, 64 images, against bands.h without regard to ties; 3x3 unless said):
//                                      MNIST 1->32   5x5   on 32x32   in colour, 3->32
//   direct form                               1.36  1.30       1.40               1.55
//   rows equal to the one above copied        1.29  1.25       1.39               1.25   a sixth of MNIST's rows
//   runs at both ends of rows summed once     1.52  1.41       1.66               1.55   three stores where one was
//   this                                      0.9   0.9        1.0                1.05   AVX2: 0.6 to 0.8
#pragma once
#include "direct.h"
#include "twins.h"

namespace assay::ISA {
namespace {

struct Background {
  Conv g;
  Padded copy;           // the convolution's
  const float* weights;  // of the direct form
  const float* bias;     // or null
  bool relu;
  int32_t *taps, *flatTaps;  // offsets in the copy, in `flat`
  float* flat;               // the background: a vector of each channel
  int32_t *rows, *columns;   // windows at which vectors begin

  static int64_t vectors(const Conv& g) { return g.rows() * ceilDiv(g.columns(), VL); }
  static int64_t scratch(const Conv& g) { return 2 * g.taps() + g.channels * VL + 2 * vectors(g); }
  Background(const Conv& g, const Padded& copy, const float* weights, const float* bias, bool relu, float* scratch)
      : g(g), copy(copy), weights(weights), bias(bias), relu(relu), taps(reinterpret_cast<int32_t*>(scratch)),
        flatTaps(taps + g.taps()), flat(scratch + 2 * g.taps()), rows(reinterpret_cast<int32_t*>(flat + g.channels * VL)),
        columns(rows + vectors(g)) {
    forwardTaps(g, copy, taps);
    for (int k = 0; k < g.taps(); k++) flatTaps[k] = k / (g.kh * g.kw) * VL;
  }

  // The outputs of one image, a part of its rows.
  void run(const float* image, Part part, float* y) const {
    const float* pixel = image + copy.top * copy.pitch + copy.left;
    for (int c = 0; c < g.channels; c++) store(flat + c * VL, splat(pixel[c * copy.plane]));
    const int64_t top = part.first(g.rows()), bottom = part.last(g.rows()), plane = (int64_t)g.rows() * g.columns();
    bool gaps = false;
    const int count = find(image, top, bottom, gaps);
    const Rows all(g.outputs);
    for (int tile = 0; tile < all.tiles; tile++) {
      const int first = all.first(tile);
      TapTile t;
      t.a = weights + (int64_t)first * g.taps();
      t.aStep = all.height(tile);
      t.count = g.taps();
      t.bias = bias ? bias + first : nullptr;
      t.relu = relu;
      float* to = y + first * plane;
      if (gaps) fill(t, to, plane, top * g.columns(), bottom * g.columns());
      sum(t, image, count, widest(all.tallest()), to, plane);
    }
  }

 private:
  // Vectors over all windows but those of the background; their number. Notes whether windows lie outside of them.
  int find(const float* image, int64_t top, int64_t bottom, bool& gaps) const {
    int count = 0;
    for (int64_t row = top; row < bottom; row++)
      for (int64_t j = 0; j < g.columns(); j += VL) {
        const int64_t from = least(j, g.columns() - VL);
        const uint32_t lanes = others(image + row * copy.pitch + from, (int)(j - from));
        const int64_t start = lanes == 0 ? j + VL : least(j + __builtin_ctz(lanes), g.columns() - VL);
        gaps |= start > j;
        if (lanes == 0) continue;
        j = start;
        rows[count] = (int32_t)row;
        columns[count++] = (int32_t)j;
      }
    return count;
  }

  // Which of the windows from the first on are not of the background; all is said where that one is not.
  uint32_t others(const float* corner, int first) const {
    uint32_t lanes = 0;
    for (int k = 0; k < g.taps() && !(lanes & 1); k++)
      lanes |= differing(load(corner + taps[k]), load(flat + flatTaps[k])) >> first;
    return lanes;
  }

  // The background's outputs at places `from` to `to` of each plane.
  void fill(TapTile t, float* y, int64_t plane, int64_t from, int64_t to) const {
    const int height = (int)t.aStep;
    float values[kMaxRows * VL];
    t.b = flat;
    t.taps = flatTaps;
    t.lanes[0] = t.outLanes[0] = 0;
    t.out = values;
    t.outStep = VL;
    assay::ISA::run(t, height, 1);
    for (int r = 0; r < height; r++, y += plane) {
      const V value = load(values + r * VL);
      for (int64_t i = from; i < to - VL; i += VL) store(y + i, value);
      store(y + to - VL, value);
    }
  }

  void sum(TapTile t, const float* image, int count, int width, float* y, int64_t plane) const {
    t.b = image;
    t.taps = taps;
    t.out = y;
    t.outStep = plane;
    for (int i = 0, take; i < count; i += take) {
      take = fit(width, count - i);
      for (int v = 0; v < take; v++) {
        t.lanes[v] = rows[i + v] * copy.pitch + columns[i + v];
        t.outLanes[v] = (int64_t)rows[i + v] * g.columns() + columns[i + v];
      }
      assay::ISA::run(t, (int)t.aStep, take);
    }
  }
};

}  // namespace
}  // namespace assay::ISA
