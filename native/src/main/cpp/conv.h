// Convolutions as Java calls them: the choice between the direct form and Winograd's, for a shape alone.
//
// Packed weights that may serve either form hold both, the direct one first.
#pragma once
#include "bands.h"
#include "direct.h"
#include "winograd.h"

namespace assay::ISA {
namespace {

int64_t directPackedSize(int channels, int outputs, int area) { return roundUp((int64_t)outputs * channels * area, 16); }

}  // namespace

int64_t convPackedSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                       int32_t outputs, bool backward) {
  const int64_t direct = directPackedSize(channels, outputs, kh * kw);
  const Conv g{kh, kw, sh, sw, ph, pw, channels, 0, 0, outputs};
  if (!backward && bandsPossible(g)) {
    return direct + withBands(g, [&](auto s) { return Bands<decltype(s)>::packedSize(g); });
  }
  if (!winogradPossible(g, backward)) return direct;
  return direct + withPoints(g, [&](auto s) {
    using W = Winograd<decltype(s)>;
    return backward ? W::packedSize(outputs, channels) : W::packedSize(channels, outputs);
  });
}

void convPack(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels, int32_t outputs,
              bool backward, int64_t weights, int64_t packed) {
  const float* w = floats(weights);
  const int area = kh * kw;
  const Conv g{kh, kw, sh, sw, ph, pw, channels, 0, 0, outputs};
  if (!backward && bandsPossible(g)) {
    float* to = floats(packed) + directPackedSize(channels, outputs, area);
    withBands(g, [&](auto s) { Bands<decltype(s)>::pack(g, w, to); });
  } else if (winogradPossible(g, backward)) {
    float* to = floats(packed) + directPackedSize(channels, outputs, area);
    withPoints(g, [&](auto s) {
      using W = Winograd<decltype(s)>;
      const auto taps = [=](int64_t o, int64_t c) { return w + (o * channels + c) * area; };
      if (backward) {
        W::pack(outputs, channels, area, true, [=](int64_t c, int o) { return taps(o, c); }, to);
      } else {
        W::pack(channels, outputs, (int64_t)channels * area, false, taps, to);
      }
    });
  }
  if (!backward) {
    packTiles(outputs, channels * area, floats(packed), [=](int o, int tap) { return w[(int64_t)o * channels * area + tap]; });
    return;
  }
  float* to = floats(packed);
  for (int a = 0; a < sh; a++) {
    for (int b = 0; b < sw; b++) {
      const int rows = phaseTaps(kh, sh, a), columns = phaseTaps(kw, sw, b);
      to = packTiles(channels, outputs * rows * columns, to, [=](int c, int tap) {
        const int o = tap / (rows * columns), i = tap / columns % rows, j = tap % columns;
        return w[((int64_t)o * channels + c) * area + (a + i * sh) * kw + b + j * sw];
      });
    }
  }
}

int64_t convScratchSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                        int32_t height, int32_t width, int32_t outputs) {
  const Conv g = flattened({kh, kw, sh, sw, ph, pw, channels, height, width, outputs});
  int64_t size = most(Forward(g).scratch(), most(Backward(g).scratch(), Weights(g).scratch()));
  if (bandsPay(g)) withBands(g, [&](auto s) { size = most(size, Bands<decltype(s)>(g).scratch()); });
  if (hasPoints(g)) {
    withPoints(g, [&](auto s) {
      using S = decltype(s);
      if (winogradPays(g, false)) size = most(size, winogradForward<S>(g, nullptr).scratch());
      if (winogradPays(g, true)) size = most(size, winogradBackward<S>(g).scratch());
      if (winogradPaysForWeights(g)) size = most(size, WinogradWeights<S>(g).scratch());
    });
  }
  return roundUp(size, 16);
}

int32_t convForm(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                 int32_t height, int32_t width, int32_t outputs, int32_t product) {
  const Conv g = flattened({kh, kw, sh, sw, ph, pw, channels, height, width, outputs});
  if (product == 2) return winogradPaysForWeights(g) ? 3 : (int32_t)Way::rows;
  if (winogradPays(g, product == 1)) return 3;
  if (product == 0 && bandsPay(g)) return 4;
  return (int32_t)(product == 0 ? Forward(g).product.way : Backward(g).way(0, 0));
}

namespace {

// The direct form; g is flattened.
void directConv(const Conv& g, int n, const float* x, const float* packed, const float* bias, bool relu, float* y,
                float* scratch, Part share) {
  const Forward f(g);
  Taps product = f.product;
  product.weights = packed;
  product.offsets = reinterpret_cast<int32_t*>(scratch);
  product.bias = bias;
  product.relu = relu;
  float* copy = scratch + f.tapsSize();
  float* panel = copy + f.copySize();
  forwardTaps(f.g, f.copy, product.offsets);
  const bool bands = product.bands(share);
  const int64_t first = bands ? share.first(product.rows) : 0, last = bands ? share.last(product.rows) : product.rows;
  if (!bands) product.tiles = share;
  product.rows = (int)(last - first);
  const float* from = x + first * product.pitch;
  float* to = y + first * product.outRow;
  if (f.copy.inPlace) {
    product.run(from, to, n, panel);
    return;
  }
  f.copy.clear(copy, product.together);
  for (int i = 0; i < n; i += product.together) {
    const int images = (int)least(product.together, n - i);
    for (int k = 0; k < images; k++) {
      f.copy.fill(x + (i + k) * f.g.in(), copy + k * f.copy.image, first, last + (f.g.kh - 1) / f.g.sh);
    }
    product.run(copy + first * product.pitch, to + i * f.g.out(), images, panel);
  }
}

}  // namespace

void conv(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n, int32_t channels,
          int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t packed, int64_t bias, bool relu,
          int64_t y, int64_t scratch, int32_t part, int32_t parts) {
  const Conv g = flattened({kh, kw, sh, sw, ph, pw, channels, height, width, outputs});
  const Part share{part, parts};
  const float* shift = bias ? floats(bias) : nullptr;
  const float* kernels = floats(packed) + directPackedSize(channels, outputs, kh * kw);
  if (winogradPays(g, false)) {
    withPoints(g, [&](auto s) {
      winogradForward<decltype(s)>(g, floats(packed))
          .run(floats(x), kernels, shift, relu, n, floats(y), floats(scratch), share);
    });
  } else if (bandsPay(g)) {
    withBands(g, [&](auto s) {
      Bands<decltype(s)>(g).run(floats(x), kernels, floats(packed), shift, relu, n, floats(y), floats(scratch), share);
    });
  } else {
    directConv(g, n, floats(x), floats(packed), shift, relu, floats(y), floats(scratch), share);
  }
}

void convBackwardData(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n,
                      int32_t channels, int32_t height, int32_t width, int32_t outputs, int64_t dy, int64_t packed,
                      int64_t dx, int64_t scratch, int32_t part, int32_t parts) {
  const Conv g = flattened({kh, kw, sh, sw, ph, pw, channels, height, width, outputs});
  const Part share{part, parts};
  if (winogradPays(g, true)) {
    const float* kernels = floats(packed) + directPackedSize(channels, outputs, kh * kw);
    withPoints(g, [&](auto s) {
      winogradBackward<decltype(s)>(g).run(floats(dy), kernels, nullptr, false, n, floats(dx), floats(scratch), share);
    });
    return;
  }
  const Backward f(g);
  int32_t* offsets = reinterpret_cast<int32_t*>(scratch);
  float* copy = floats(scratch) + f.tapsSize();
  float* phases = copy + f.copySize();
  float* panel = phases + sw * f.phaseFloats();
  for (int a = 0, at = 0; a < sh; a++)
    for (int b = 0; b < sw; at += f.taps(a, b), b++) f.offsets(a, b, offsets + at);
  if (!f.copy.inPlace) f.copy.clear(copy, f.together);
  const bool bands = f.bands(share);
  const Part band = bands ? share : Part{0, 1}, group = bands ? Part{0, 1} : share;
  const int64_t firstRow = band.first(f.down.span()), lastRow = band.last(f.down.span()) + (kh - 1) / sh;
  const Rows tiles(channels);
  const int fromChannel = tiles.first((int)group.first(tiles.tiles)), toChannel = tiles.first((int)group.last(tiles.tiles));
  for (int i = 0; i < n; i += f.together) {
    const int images = (int)least(f.together, n - i);
    const float* from = floats(dy) + i * f.g.out();
    if (!f.copy.inPlace) {
      for (int k = 0; k < images; k++) {
        f.copy.fill(from + k * f.g.out(), copy + k * f.copy.image, firstRow, lastRow);
      }
      from = copy;
    }
    float* to = floats(dx) + i * f.g.in();
    const float* weights = floats(packed);
    int32_t* taps = offsets;
    for (int a = 0; a < sh; a++) {
      const int64_t first = f.firstRow(a, band), last = f.lastRow(a, band);
      for (int b = 0; b < sw; b++) {
        Taps product = f.product(a, b);
        product.weights = weights;
        product.offsets = taps;
        weights += (int64_t)channels * product.count;
        taps += product.count;
        if (first == last || product.columns == 0) continue;
        product.rows = (int)(last - first);
        product.tiles = group;
        // column 0 of the image belongs to phase pw mod sw, and so on
        float* kept = phases + (b - pw % sw + sw) % sw * f.phaseFloats();
        float* direct = to + (int64_t)(f.down.low(a) * sh + a - ph) * width;
        product.run(from + first * product.pitch, (sw == 1 ? direct : kept) + first * product.outRow, images, panel);
      }
      if (sw == 1) continue;
      for (int k = 0; k < images; k++) {
        f.interleave(a, first, last, k * channels + fromChannel, k * channels + toChannel, phases, to);
      }
    }
  }
}

void convBackwardWeights(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n,
                         int32_t channels, int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t dy,
                         int64_t dWeights, int64_t dBias, int64_t scratch, int32_t part, int32_t parts) {
  const Conv g = flattened({kh, kw, sh, sw, ph, pw, channels, height, width, outputs});
  const Part share{part, parts};
  if (winogradPaysForWeights(g)) {
    withPoints(g, [&](auto s) {
      WinogradWeights<decltype(s)>(g).run(floats(x), floats(dy), n, floats(dWeights), dBias ? floats(dBias) : nullptr,
                                          floats(scratch), share);
    });
    return;
  }
  const Weights f(g);
  int32_t* taps = reinterpret_cast<int32_t*>(scratch);
  float* copy = floats(scratch) + f.tapsSize();
  float* panels = copy + f.copySize();
  float* dw = panels + f.positions() * f.lanes();
  float* db = dw + f.g.taps() * f.lanes();
  forwardTaps(f.g, f.copy, taps);
  if (!f.copy.inPlace) f.copy.clear(copy, 1);
  const Rows tiles(f.g.taps());
  const int firstTap = tiles.first((int)share.first(tiles.tiles)), lastTap = tiles.first((int)share.last(tiles.tiles));
  if (firstTap == lastTap) return;
  const bool sumsBias = dBias && firstTap == 0;
  std::memset(dw, 0, (f.g.taps() + 1) * f.lanes() * sizeof(float));
  for (int i = 0; i < n; i++) {
    const float* image = floats(x) + i * f.g.in();
    if (!f.copy.inPlace) f.copy.fill(image, copy, 0, f.copy.rows);
    f.transposed(floats(dy) + i * f.g.out(), panels);
    f.accumulate(f.copy.inPlace ? image : copy, taps, panels, share, dw);
    if (sumsBias) f.accumulateBias(panels, db);
  }
  transpose(dw + firstTap * f.lanes(), f.lanes(), lastTap - firstTap, outputs, floats(dWeights) + firstTap, f.g.taps(), false);
  if (sumsBias) std::memcpy(floats(dBias), db, outputs * sizeof(float));
}

}  // namespace assay::ISA
