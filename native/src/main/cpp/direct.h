// Convolution (cross-correlation) of NCHW images.
//   forward        y[n,o,i,j]  = bias[o] + sum_{c,a,b} w[o,c,a,b] x[n,c,i*sh+a-ph,j*sw+b-pw]
//   backward data  dx[n,c,h,w] = sum_{o,a,b} w[o,c,a,b] dy[n,o,i,j]        over i*sh+a-ph = h, j*sw+b-pw = w
//   weights        dw[o,c,a,b] = sum_{n,i,j} dy[n,o,i,j] x[n,c,i*sh+a-ph,j*sw+b-pw]
// Floor: 2*N*O*C*kh*kw*H'*W' FLOPs each; bytes are far below that from about 16 channels on.
//
// Forward and backward data are one product, "taps": a list of offsets into a zero-padded copy of the image at which
// the values of the C*kh*kw taps of an output position lie. Strides are undone while copying: the copy holds sh*sw
// sub-images (every sh-th row, every sw-th column), in which the positions under one tap are contiguous. Backward data
// with strides is one such product per phase of the output position (h mod sh, w mod sw), each with the taps that reach
// it; the phases' columns are interleaved at the end.
//
// Lanes are output positions, rows of the tile output channels, in one of three ways, the cheapest for the shape:
//   rows    vectors along the rows of the padded copy, the last one of a row overlapping the one before
//   flat    vectors along the copy as if it were one row; positions between the rows are computed and dropped
//   gather  positions of several images gathered into panels [tap][position] first (im2col)
//
// Tried (GFLOP/s on one core, peak 268):
//   rows, 3x3 64->64 16x16: 257; 32->32 32x32: 243; 3->32 32x32: 222. Copying and padding cost 3 to 10 %.
//   narrow maps gathered only: 14x14 32<-64 181, 7x7 20x20 24->16 141; flat: 211 and 189.
//   flat with few taps: 3x3 1->32 28x28 57, rows 140: pieces to store dominate, hence the cost model.
//   gathering four images rather than one for 14x14: 49 full vectors rather than 4 x 13, 6 % fewer.
//   short rows (fewer than a vector) stored whole rather than in pieces: 16->32 28x28 stride 2 from 136 to 153, 40->40
//   9x9 stride 2 from 125 to 143. 1x1 on 7x7 as one row of 49: 112 to 142 forward, 115 to 150 data.
//
// Weights: lanes are output channels, dy is transposed to panels [position][channel], and the values of x are broadcast
// from the padded copy; the accumulators stay in registers over the positions of an image: 244 for 64->64 16x16, 172 for
// 3->32 32x32, where transposing dy is a third of the work.
#pragma once
#include "tile.h"

namespace assay::ISA {
namespace {

constexpr int64_t kPanelFloats = 48 << 10;  // aim for a panel of positions: it shares L2 with the weights

struct Conv {
  int kh, kw, sh, sw, ph, pw;
  int channels, height, width, outputs;
  int rows() const { return (height + 2 * ph - kh) / sh + 1; }
  int columns() const { return (width + 2 * pw - kw) / sw + 1; }
  int taps() const { return channels * kh * kw; }
  int64_t in() const { return (int64_t)channels * height * width; }
  int64_t out() const { return (int64_t)outputs * rows() * columns(); }
};

// Taps of phase r of an axis: a = r, r + stride, ... below the kernel extent.
ASSAY_INLINE int phaseTaps(int kernel, int stride, int phase) { return phase < kernel ? (kernel - phase - 1) / stride + 1 : 0; }

// v with zeros from lane n on.
ASSAY_INLINE V firstLanes(V v, int64_t n) { return Mask{ASSAY_IOTA} < Mask{} + (int32_t)n ? v : V{}; }

// The zero-padded, stride-free copy of images: sub-image (pa, pb) of a channel has at (r, q) the value at
// (r*sh + pa - top, q*sw + pb - left), zero outside the image.
struct Padded {
  int channels, height, width;     // of the image
  int sh, sw, phasesH, phasesW;    // sub-images
  int top, left;
  int rows, columns;               // of a sub-image
  bool inPlace;                    // the image serves as its own copy
  int64_t pitch, plane, image;     // floats between rows, sub-images, images

  Padded(int channels, int height, int width, int sh, int sw, int phasesH, int phasesW, int top, int left, int rows,
         int columns, bool mayServe)
      : channels(channels), height(height), width(width), sh(sh), sw(sw), phasesH(phasesH), phasesW(phasesW), top(top),
        left(left), rows(rows), columns(columns) {
    inPlace = mayServe && sh == 1 && sw == 1 && top == 0 && left == 0 && rows == height && columns == width;
    pitch = columns;
    // an odd number of cache lines spreads the channels over the sets of the caches; room for a vector after the last row
    plane = inPlace ? (int64_t)height * width : (ceilDiv((int64_t)rows * columns + VL, 16) | 1) * 16;
    image = plane * channels * phasesH * phasesW;
  }

  // Floats to reserve for a number of images; vectors may be read up to VL floats beyond the last.
  int64_t size(int64_t images) const { return roundUp(image * images, 16) + 2 * VL; }

  void clear(float* copy, int64_t images) const { std::memset(copy, 0, size(images) * sizeof(float)); }

  // Writes the values inside the image to rows `from` to `to`; the zeros around them are already there.
  void fill(const float* x, float* copy, int64_t from, int64_t to) const {
    for (int pb = 0; pb < phasesW; pb++) {
      const int64_t q0 = most(0, -floorDiv(pb - left, sw));
      const int64_t q1 = least(columns, floorDiv(width - 1 + left - pb, sw) + 1);
      if (q1 <= q0) continue;
      for (int pa = 0; pa < phasesH; pa++) {
        const int64_t r0 = most(from, -floorDiv(pa - top, sh));
        const int64_t r1 = least(to, floorDiv(height - 1 + top - pa, sh) + 1);
        for (int c = 0; c < channels; c++) {
          const float* row = x + ((int64_t)c * height + r0 * sh + pa - top) * width + q0 * sw + pb - left;
          float* target = copy + ((int64_t)(c * phasesH + pa) * phasesW + pb) * plane + r0 * pitch + q0;
          for (int64_t r = r0; r < r1; r++, row += (int64_t)sh * width, target += pitch) copyRow(row, target, q1 - q0);
        }
      }
    }
  }

 private:
  // Short rows are written as whole vectors: the zeros behind them are padding or overwritten by the next row.
  void copyRow(const float* from, float* to, int64_t n) const {
    int64_t i = 0;
    if (sw == 1 && n >= VL) {
      for (; i + VL <= n; i += VL) store(to + i, load(from + i));
      store(to + n - VL, load(from + n - VL));
    } else if (sw == 1) {
      store(to, load(from, n));
    } else if (sw == 2 && n >= VL) {
      for (; i + VL <= n; i += VL) store(to + i, everySecond(from + 2 * i));
      store(to + n - VL, everySecond(from + 2 * (n - VL)));
    } else if (sw == 2) {
      store(to, firstLanes(everySecond(from, n), n));
    } else {
      for (; i < n; i++) to[i] = from[sw * i];
    }
  }
};

Padded forwardCopy(const Conv& g, bool mayServe) {
  return Padded(g.channels, g.height, g.width, g.sh, g.sw, (int)least(g.sh, g.kh), (int)least(g.sw, g.kw), g.ph, g.pw,
                g.rows() + (g.kh - 1) / g.sh, g.columns() + (g.kw - 1) / g.sw, mayServe);
}

void forwardTaps(const Conv& g, const Padded& copy, int32_t* taps) {
  for (int c = 0; c < g.channels; c++)
    for (int a = 0; a < g.kh; a++)
      for (int b = 0; b < g.kw; b++)
        *taps++ = (int32_t)(((int64_t)(c * copy.phasesH + a % g.sh) * copy.phasesW + b % g.sw) * copy.plane +
                            a / g.sh * copy.pitch + b / g.sw);
}

// One axis of backward data: position h = q*stride + phase - padding for q from `low(phase)` on.
struct BackAxis {
  int kernel, stride, padding, extent;
  int low(int phase) const { return (int)-floorDiv(phase - padding, stride); }
  int count(int phase) const { return (int)most(0, floorDiv(extent - 1 + padding - phase, stride) - low(phase) + 1); }
  int lowest() const {
    int lowest = low(0);
    for (int r = 1; r < stride; r++) lowest = (int)least(lowest, low(r));
    return lowest;
  }
  int span() const { return (int)floorDiv(extent - 1 + padding, stride) - lowest() + 1; }  // from the lowest q
  int first() const { return lowest() - (kernel - 1) / stride; }  // the lowest row of dy that any phase reads
  int rows() const { return span() + (kernel - 1) / stride; }
  int longest() const { return (int)ceilDiv(extent, stride); }  // positions of a phase
};

// With windows of one pixel an image is one row.
Conv flattened(const Conv& g) {
  if (g.kh * g.kw * g.sh * g.sw > 1 || g.ph + g.pw > 0) return g;
  Conv row = g;
  row.width *= g.height;
  row.height = 1;
  return row;
}

// How the output positions are laid along the lanes.
enum class Way { rows, flat, gather };
constexpr int32_t kNowhere = -(1 << 30);  // the place of a lane that is dropped

// The product over taps.
struct Taps {
  int outputs, count;     // rows of the product, taps
  const float* weights;   // tiles [tap][row], see packTiles
  int32_t* offsets;       // of the taps in the padded copy
  const float* bias;
  bool relu;
  int rows, columns;      // output positions
  int together;           // images that share panels
  int64_t pitch, image;   // floats between rows and images of the padded copy
  int64_t outRow, outPlane, outImage;

  Way way;
  Part tiles{0, 1};  // of the outputs, in tiles of the product

  int64_t positions() const { return (int64_t)rows * columns; }
  // Whether parts are bands of rows: where each has several vectors. Else they are outputs, all parts copying the input.
  bool bands(Part part) const { return rows >= part.count && positions() >= 2 * VL * part.count; }
  // Lanes in sequence: with the gaps between the rows, or those that share a panel.
  int64_t sequence() const {
    if (way == Way::flat) return (rows - 1) * pitch + columns;
    const int64_t unit = 4 * VL;
    return least(roundUp(together * positions(), VL), most(unit, kPanelFloats / most(1, count) / unit * unit));
  }
  int64_t panelStep() const { return roundUp(sequence(), VL) + VL; }
  // The places of the lanes in the output, the panel, the offsets of its rows.
  int64_t panelSize() const {
    return way == Way::rows ? 0 : panelStep() + (way == Way::flat ? 0 : count * panelStep() + roundUp(count, VL));
  }

  void run(const float* copy, float* out, int images, float* panel) const {
    if (way == Way::gather) {
      runGathered(copy, out, images, panel);
      return;
    }
    if (way == Way::flat) mapFlat(reinterpret_cast<int32_t*>(panel));
    for (int i = 0; i < images; i++) {
      if (way == Way::rows) {
        runRows(copy + i * image, out + i * outImage);
      } else {
        multiply(copy + i * image, offsets, sequence(), reinterpret_cast<int32_t*>(panel), out + i * outImage);
      }
    }
  }

 private:
  void runRows(const float* copy, float* out) const {
    const Rows all(outputs);
    const int width = widest(all.tallest());
    const int64_t perRow = ceilDiv(columns, VL), vectors = rows * perRow;
    TapTile t;
    t.taps = offsets;
    t.count = count;
    t.relu = relu;
    t.b = copy;
    t.outStep = outPlane;
    for (int64_t v = 0; v < vectors;) {
      const int take = fit(width, vectors - v);
      for (int i = 0; i < take; i++) {
        const int64_t row = (v + i) / perRow;
        const int64_t column = least((v + i) % perRow * VL, columns - VL);  // the last vector of a row overlaps
        t.lanes[i] = row * pitch + column;
        t.outLanes[i] = row * outRow + column;
      }
      for (int64_t tile = tiles.first(all.tiles); tile < tiles.last(all.tiles); tile++) {
        const int first = all.first(tile), height = all.height(tile);
        t.a = weights + (int64_t)first * count;
        t.aStep = height;
        t.bias = bias ? bias + first : nullptr;
        t.out = out + first * outPlane;
        assay::ISA::run(t, height, take);
      }
      v += take;
    }
  }

  void mapFlat(int32_t* places) const {
    int64_t lane = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) places[lane++] = (int32_t)(i * outRow + j);
      for (int64_t j = columns; j < pitch && i < rows - 1; j++) places[lane++] = kNowhere;
    }
  }

  void runGathered(const float* copy, float* out, int images, float* panel) const {
    const int64_t all = images * positions(), step = panelStep();
    int32_t* places = reinterpret_cast<int32_t*>(panel);
    panel += step;
    int32_t* panelRows = reinterpret_cast<int32_t*>(panel + count * step);
    for (int k = 0; k < count; k++) panelRows[k] = (int32_t)(k * step);
    for (int64_t q = 0; q < all; q += sequence()) {
      const int64_t lanes = least(sequence(), all - q);
      gather(copy, q, lanes, panel, places);
      multiply(panel, panelRows, lanes, places, out);
    }
  }

  // Positions from q on, of the images in sequence, as columns of the panel.
  void gather(const float* copy, int64_t q, int64_t lanes, float* panel, int32_t* places) const {
    const int64_t step = panelStep();
    for (int64_t lane = 0; lane < lanes;) {
      const int64_t n = (q + lane) / positions(), at = (q + lane) % positions(), i = at / columns, j = at % columns;
      const int64_t run = least(columns - j, lanes - lane);
      const float* from = copy + n * image + i * pitch + j;
      // whole vectors: the surplus is overwritten by the next stretch or lies in the slack of the panel's row
      for (int64_t v = 0; v < run; v += VL) {
        float* to = panel + lane + v;
        for (int k = 0; k < count; k++, to += step) store(to, load(from + offsets[k] + v));
      }
      for (int64_t l = 0; l < run; l++) places[lane + l] = (int32_t)(n * outImage + i * outRow + j + l);
      lane += run;
    }
  }

  // The product over lanes in sequence, stored at their places.
  void multiply(const float* in, const int32_t* inRows, int64_t lanes, const int32_t* places, float* out) const {
    const Rows all(outputs);
    const int width = widest(all.tallest());
    const int64_t vectors = ceilDiv(lanes, VL);
    float scattered[kAccumulators * VL];
    Run runs[8 * VL];
    TapTile t;
    t.taps = inRows;
    t.count = count;
    t.relu = relu;
    for (int64_t v = 0; v < vectors;) {
      const int take = fit(width, vectors - v);
      const int pieces = findRuns(places + v * VL, (int)least(take * VL, lanes - v * VL), runs);
      const bool whole = pieces == 1 && runs[0].length == take * VL;
      for (int i = 0; i < take; i++) {
        t.lanes[i] = i * VL;
        t.outLanes[i] = (whole ? runs[0].place : 0) + i * VL;
      }
      t.b = in + v * VL;
      t.outStep = whole ? outPlane : take * VL;
      for (int64_t tile = tiles.first(all.tiles); tile < tiles.last(all.tiles); tile++) {
        const int first = all.first(tile), height = all.height(tile);
        t.a = weights + (int64_t)first * count;
        t.aStep = height;
        t.bias = bias ? bias + first : nullptr;
        float* target = out + first * outPlane;
        t.out = whole ? target : scattered;
        assay::ISA::run(t, height, take);
        if (whole) continue;
        for (int r = 0; r < height; r++)
          for (int p = 0; p < pieces; p++)
            copyFew(scattered + r * take * VL + runs[p].lane, target + r * outPlane + runs[p].place, runs[p].length);
      }
      v += take;
    }
  }

  // Lanes that lie at consecutive places.
  struct Run {
    int lane, place, length;
  };
  static int findRuns(const int32_t* places, int lanes, Run* runs) {
    int count = 0;
    for (int l = 0; l < lanes; l++) {
      if (places[l] == kNowhere) continue;
      if (count > 0 && l > 0 && places[l] == places[l - 1] + 1) {
        runs[count - 1].length++;
      } else {
        runs[count++] = Run{l, places[l], 1};
      }
    }
    return count;
  }
  static ASSAY_INLINE void copyFew(const float* from, float* to, int n) {
    int i = 0;
    for (; i + VL <= n; i += VL) store(to + i, load(from + i));
    if (i < n) store(to + i, load(from + i, n - i), n - i);
  }
};

// Weights as the tiles of the product read them: value(row, tap) -> tiles [tap][row of the tile].
template <class Value>
ASSAY_INLINE float* packTiles(int rows, int taps, float* packed, Value value) {
  const Rows tiles(rows);
  for (int tile = 0; tile < tiles.tiles; tile++)
    for (int k = 0; k < taps; k++)
      for (int r = tiles.first(tile); r < tiles.first(tile + 1); r++) *packed++ = value(r, k);
  return packed;
}

// The cost of a way per useful vector and tap. A vector costs half a cycle per output and tap; one gathered four cycles
// more per tap; one that is stored in pieces some eight per output.
double cost(Way way, int rows, int columns, int64_t pitch, int outputs, int taps) {
  const double pieces = 16.0 / taps, vectors = (double)roundUp(columns, VL) / columns;
  switch (way) {
    case Way::rows: return columns < VL ? 1e30 : vectors;
    case Way::flat: return (1 + pieces) * roundUp((rows - 1) * pitch + columns, VL) / ((double)rows * columns);
    default: return 1 + pieces / 4 + 8.0 * vectors / outputs;
  }
}

// The way for a map.
Way choose(int rows, int columns, int64_t pitch, int outputs, int taps) {
  if (rows <= 0 || columns <= 0 || taps == 0) return columns >= VL ? Way::rows : Way::gather;
  const auto of = [=](Way way) { return cost(way, rows, columns, pitch, outputs, taps); };
  const Way other = of(Way::flat) < of(Way::gather) ? Way::flat : Way::gather;
  return of(Way::rows) <= of(other) ? Way::rows : other;
}

// Images whose positions share panels: until no more than 3 % of the lanes are empty, but no more than whose copies stay
// in cache.
int sharing(Way way, int64_t positions, int64_t imageFloats) {
  if (way != Way::gather) return 1;
  const int64_t limit = most(1, (128 << 10) / imageFloats);
  int64_t images = least(limit, ceilDiv(4 * VL, positions));
  while (images < limit && (roundUp(images * positions, VL) - images * positions) * 32 > images * positions) images++;
  return (int)images;
}

// Forward: the copy, the product and where they lie in the scratch.
struct Forward {
  Conv g;
  Padded copy;
  Taps product;
  explicit Forward(const Conv& g)
      : g(g), copy(forwardCopy(g, choose(g.rows(), g.columns(), g.columns(), g.outputs, g.taps()) == Way::rows)), product{} {
    product.outputs = g.outputs;
    product.count = g.taps();
    product.rows = g.rows();
    product.columns = g.columns();
    product.way = choose(g.rows(), g.columns(), copy.pitch, g.outputs, g.taps());
    product.together = sharing(product.way, product.positions(), copy.image);
    product.pitch = copy.pitch;
    product.image = copy.image;
    product.outRow = g.columns();
    product.outPlane = product.positions();
    product.outImage = g.out();
  }
  int64_t tapsSize() const { return roundUp(g.taps(), 16); }
  int64_t copySize() const { return copy.inPlace ? 0 : copy.size(product.together); }
  int64_t scratch() const { return tapsSize() + copySize() + product.panelSize(); }
};

// Backward data: one product per phase of the output position.
struct Backward {
  Conv g;
  BackAxis down, across;
  Padded copy;
  int together;

  explicit Backward(const Conv& g)
      : g(g), down{g.kh, g.sh, g.ph, g.height}, across{g.kw, g.sw, g.pw, g.width},
        copy(g.outputs, g.rows(), g.columns(), 1, 1, 1, 1, -down.first(), -across.first(), down.rows(), across.rows(),
             g.sw == 1 && choose(g.height, g.width, g.width, g.channels, g.outputs * g.kh * g.kw) == Way::rows),
        together(1) {
    for (int a = 0; a < g.sh; a++)
      for (int b = 0; b < g.sw; b++) {
        const int64_t positions = (int64_t)down.count(a) * across.count(b);
        if (positions > 0) together = (int)most(together, sharing(way(a, b), positions, copy.image));
      }
  }

  Way way(int a, int b) const { return choose(down.count(a), across.count(b), copy.pitch, g.channels, taps(a, b)); }
  int taps(int a, int b) const { return g.outputs * phaseTaps(g.kh, g.sh, a) * phaseTaps(g.kw, g.sw, b); }

  // With strides across, a phase's columns are first kept together, then interleaved with those of the others.
  int64_t phaseFloats() const {
    return g.sw == 1 ? 0 : roundUp((int64_t)together * g.channels * down.longest() * across.longest(), 16);
  }
  int64_t tapsSize() const { return roundUp((int64_t)g.outputs * g.kh * g.kw, 16); }
  int64_t copySize() const { return copy.inPlace ? 0 : copy.size(together); }
  int64_t panelSize() const {
    int64_t largest = 0;
    for (int a = 0; a < g.sh; a++)
      for (int b = 0; b < g.sw; b++)
        if (down.count(a) > 0 && across.count(b) > 0) largest = most(largest, product(a, b).panelSize());
    return largest;
  }
  int64_t scratch() const { return tapsSize() + copySize() + g.sw * phaseFloats() + panelSize(); }

  Taps product(int a, int b) const {
    Taps t{};
    t.outputs = g.channels;
    t.count = taps(a, b);
    t.rows = down.count(a);
    t.columns = across.count(b);
    t.together = together;
    t.way = way(a, b);
    t.pitch = copy.pitch;
    t.image = copy.image;
    t.outRow = g.sw == 1 ? (int64_t)g.sh * g.width : t.columns;
    t.outPlane = g.sw == 1 ? (int64_t)g.height * g.width : t.positions();
    t.outImage = g.channels * t.outPlane;
    return t;
  }

  // Whether parts are bands of rows, as for Taps; then which rows of phase a belong to one: those of like q in all phases.
  bool bands(Part part) const {
    return down.longest() >= part.count && (int64_t)down.longest() * across.longest() >= 2 * VL * part.count;
  }
  int64_t firstRow(int a, Part part) const {
    return most(0, least(down.count(a), down.lowest() + part.first(down.span()) - down.low(a)));
  }
  int64_t lastRow(int a, Part part) const { return firstRow(a, {part.index + 1, part.count}); }

  // Offsets of the taps of phase (a, b), in the order of its weights.
  void offsets(int a, int b, int32_t* offsets) const {
    const int row = down.low(a) - down.first(), column = across.low(b) - across.first();
    for (int o = 0; o < g.outputs; o++)
      for (int i = 0; i < phaseTaps(g.kh, g.sh, a); i++)
        for (int j = 0; j < phaseTaps(g.kw, g.sw, b); j++)
          *offsets++ = (int32_t)(o * copy.plane + (row - i) * copy.pitch + column - j);
  }

  // Rows `first` to `last` of phase a of some channels of an image from the columns kept per phase across.
  void interleave(int a, int64_t first, int64_t last, int64_t fromChannel, int64_t toChannel, const float* phases,
                  float* dx) const {
    const int rows = down.count(a);
    for (int64_t c = fromChannel; c < toChannel; c++) {
      for (int64_t r = first; r < last; r++) {
        float* to = dx + (c * g.height + (down.low(a) + r) * g.sh + a - g.ph) * g.width;
        const int64_t from = c * rows + r;
        if (g.sw == 2) {
          const int64_t left = (g.width + 1) / 2, right = g.width / 2;
          zip(phases + from * left, phases + phaseFloats() + from * right, g.width, to);
        } else {
          for (int u = 0; u < least(g.sw, g.width); u++) {
            const int64_t columns = ceilDiv(g.width - u, g.sw);
            const float* values = phases + u * phaseFloats() + from * columns;
            for (int64_t i = 0; i < columns; i++) to[i * g.sw + u] = values[i];
          }
        }
      }
    }
  }

 private:
  static void zip(const float* a, const float* b, int64_t count, float* to) {
    int64_t i = 0;
    for (; i + 2 * VL <= count; i += 2 * VL) {
      const V x = load(a + i / 2), y = load(b + i / 2);
      store(to + i, zipLow(x, y));
      store(to + i + VL, zipHigh(x, y));
    }
    if (i == count) return;
    const int64_t left = count - i;
    const V x = load(a + i / 2, (left + 1) / 2), y = load(b + i / 2, left / 2);
    store(to + i, zipLow(x, y), least(VL, left));
    if (left > VL) store(to + i + VL, zipHigh(x, y), left - VL);
  }
};

// Weights: x copied as for the forward product, dy transposed.
struct Weights {
  Conv g;
  Padded copy;
  explicit Weights(const Conv& g) : g(g), copy(forwardCopy(g, true)) {}
  int64_t lanes() const { return roundUp(g.outputs, kPanel); }
  int64_t positions() const { return (int64_t)g.rows() * g.columns(); }
  int64_t tapsSize() const { return roundUp(g.taps(), 16); }
  int64_t copySize() const { return copy.inPlace ? 0 : copy.size(1); }
  int64_t scratch() const { return tapsSize() + copySize() + (positions() + g.taps() + 1) * lanes(); }

  // dw[tap][output] += one image, for a part of the tiles of taps
  void accumulate(const float* x, const int32_t* taps, const float* panels, Part part, float* dw) const {
    const Rows tiles(g.taps());
    const int width = widest(tiles.tallest());
    const int64_t vectors = ceilDiv(g.outputs, VL), panelStep = positions() * kPanel;
    RowTile t;
    t.a = x;
    t.segments = g.rows();
    t.length = g.columns();
    t.segmentStep = copy.pitch;
    t.panelStep = panelStep;
    t.bias = nullptr;
    t.accumulate = true;
    t.relu = false;
    t.outStep = lanes();
    for (int64_t v = 0; v < vectors;) {
      const int take = fit(width, vectors - v);
      t.b = panels + v / 2 * panelStep;
      t.lanes = take * VL;
      for (int64_t tile = part.first(tiles.tiles); tile < part.last(tiles.tiles); tile++) {
        t.rows = taps + tiles.first(tile);
        t.out = dw + tiles.first(tile) * lanes() + v * VL;
        run(t, tiles.height(tile), take);
      }
      v += take;
    }
  }

  // db[output] += one image
  void accumulateBias(const float* panels, float* db) const {
    for (int64_t v = 0; v < ceilDiv(g.outputs, VL); v++) {
      const float* from = panels + v / 2 * positions() * kPanel + (v & 1) * VL;
      V sums[4] = {};
      int64_t i = 0;
      for (; i + 4 <= positions(); i += 4)
        for (int u = 0; u < 4; u++) sums[u] += load(from + (i + u) * kPanel);
      for (; i < positions(); i++) sums[0] += load(from + i * kPanel);
      store(db + v * VL, load(db + v * VL) + ((sums[0] + sums[1]) + (sums[2] + sums[3])));
    }
  }

  void transposed(const float* dy, float* panels) const {
    for (int64_t first = 0; first < g.outputs; first += kPanel)
      transpose(dy + first * positions(), positions(), least(kPanel, g.outputs - first), positions(),
                panels + first * positions(), kPanel, true);
  }
};

}  // namespace
}  // namespace assay::ISA
