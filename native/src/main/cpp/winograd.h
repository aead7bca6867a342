// Convolutions by Winograd's minimal filtering (Lavin and Gray 2016): 3x3 and 5x5 of stride 1, 3x3 of stride 2.
//
// The image is cut into tiles. A tile of the input is evaluated at points along both axes (points.h), the results are
// multiplied with those of the kernel and summed over the channels, and the outputs interpolated:
//   forward   Y = A' [ sum_c (G w G') * (B' x B) ] A        backward data: the same with w turned and transposed
//   weights   dW = G' [ sum_tiles (A dy A') * (B' x B) ] G
// Floor, multiply-adds per tile, channel and output channel: 3x3 36 for 4x4 outputs, a quarter of the direct form's 144;
// 5x5 36 for 2x2, of 100; 3x3 of stride 2 81 for 4x4, of 144.
//
// Stride 2 has two kinds of products along an axis. Those of the middle tap have no points: all four meet the same kernel
// value, so 36 kernels serve 81 products, in every form.
//
// How an output is rounded depends on its place in the tile: see twins.h for what that would do to ties.
//
// Lanes are channels: images are transposed to [position][channel], so that the transforms need no shuffles and any
// map width fills the vectors; the products are small ones, [tile][channel] * [channel][output].
//
// Tried (useful GFLOP/s on one core, peak 264 to 268; direct 243 and 257):
//   32->32 32x32: 444 at first, where the products (at 95 % of peak) took half of the time and the two transposes a
//   quarter: planes of 4 KB fall into one set of L1. Fetching the lines ahead, in both: 488.
//   64->64 16x16: 690, the products at 98 % of peak. Weights: 460 and 560.
//   transposes with half the shuffles (loadTransposed): no difference on 32x32, 3 % on 64->64 weights.
//   5x5: 32->32 32x32 450/448/396 (forward/data/weights), direct 252/251/248; 64->64 16x16 539/535/450, direct
//   259/259/250. Stride 2: 64->128 16x16 319/323/297, direct (gathered) 201/176/212; 32->64 32x32 246/237/228, direct
//   222/222/212.
//   The latter in thousands of cycles per image, forward: transposing the input 18 (128 KB from L3, 7 bytes a cycle),
//   points 10, products 89 (least 83), outputs 13, transposing them 10. So 1.8 times fewer multiplications gain 10 to
//   20 % where channels are few; with none of the rest it would be 470.
//   Not better: points as [tile][point][channel] rather than [point][tile][channel], fetching the next kernel ahead (5 %
//   slower), fetching the input 2 or 4 vectors ahead or into L2, loading whole vectors before transposing, channels in
//   the outer loop of the transpose (40 % slower).
#pragma once
#include "direct.h"
#include "points.h"
#include "twins.h"

namespace assay::ISA {
namespace {

// Images as [position][channel] with a border, channels rounded up to vectors.
struct Interleaved {
  int channels, height, width, top, left, rows, columns;
  int64_t plane;  // floats between the channels of the images
  Interleaved(int channels, int height, int width, int top, int left, int rows, int columns)
      : channels(channels), height(height), width(width), top(top), left(left), rows(rows), columns(columns),
        plane((int64_t)height * width) {}
  int64_t lanes() const { return roundUp(channels, VL); }
  int64_t pitch() const { return columns * lanes(); }
  int64_t image() const { return rows * pitch(); }
  int64_t size(int images) const { return images * image(); }

  void clear(float* copy, int images) const { std::memset(copy, 0, size(images) * sizeof(float)); }

  // The values of some channels inside the image; the zeros around them are there already.
  void fill(const float* x, float* copy, int64_t fromChannel, int64_t toChannel) const {
    const int64_t positions = (int64_t)height * width;
    for (int64_t q = 0; q < positions; q += VL) {
      const int64_t count = least(VL, positions - q);
      int64_t places[VL];
      int64_t row = q / width, column = q % width;
      for (int i = 0; i < count; i++) {
        places[i] = (row + top) * pitch() + (column + left) * lanes();
        if (++column == width) {
          column = 0;
          row++;
        }
      }
      for (int64_t c = fromChannel; c < toChannel; c += VL) {
        const int64_t depth = least(VL, channels - c);
        V block[VL];
        if (depth == VL && count == VL) {
          for (int i = 0; i < VL; i++) __builtin_prefetch(x + (c + i) * plane + q + VL);
          loadTransposed(x + c * plane + q, plane, block);
        } else {
          for (int i = 0; i < VL; i++) block[i] = i < depth ? load(x + (c + i) * plane + q, count) : V{};
          transpose(block);
        }
        if (count == VL) {
#pragma GCC unroll 16
          for (int i = 0; i < VL; i++) store(copy + places[i] + c, block[i]);
        } else {
          for (int i = 0; i < count; i++) store(copy + places[i] + c, block[i]);
        }
      }
    }
  }
};

// An odd number of cache lines, so that the 36 streams of a transform fall into different sets of the cache.
ASSAY_INLINE int64_t spread(int64_t floats) { return (ceilDiv(floats, 16) | 1) * 16; }

// The tiles of rows * columns outputs, S::kOut along each axis from S::kIn inputs.
template <class S>
struct Tiles {
  static constexpr int kBlock = 2 * kMaxRows;  // tiles that go through the products together
  static constexpr int kPoints = S::kProducts * S::kProducts;
  int down, across, together;
  int64_t perImage() const { return (int64_t)down * across; }
  Tiles(int rows, int columns) : down((int)ceilDiv(rows, S::kOut)), across((int)ceilDiv(columns, S::kOut)), together(1) {
    together = (int)most(1, kBlock / perImage());
  }
  static int64_t block(int64_t all) { return ceilDiv(all, most(1, ceilDiv(all, kBlock))); }  // of nearly equal size
  int64_t largest() const { return least(kBlock, together * perImage()); }

  // Calls each(tile of the block, image, row, column of the tile) for a block of tiles: those listed, or from one on.
  template <class Block, class Each>
  ASSAY_INLINE void forBlock(Block block, int64_t count, Each each) const {
    for (int64_t t = 0; t < count; t++) {
      const int64_t tile = numbered(block, t), n = tile / perImage(), at = tile % perImage();
      each(t, n, at / across, at % across);
    }
  }
  ASSAY_INLINE static int64_t numbered(const int32_t* list, int64_t t) { return list[t]; }
  ASSAY_INLINE static int64_t numbered(int64_t first, int64_t t) { return first + t; }

  // The input, its first row and column at (-top, -left), with some more rows than the tiles have.
  Interleaved input(int channels, int height, int width, int top, int left, int more = 0) const {
    constexpr int kOver = S::kIn - S::kStep;
    return Interleaved(channels, height, width, top, left, (int)most(height + top, down * S::kStep + kOver + more),
                       (int)most(width + left, across * S::kStep + kOver));
  }

  // Some channels of x of a block of tiles at the points: points[point][tile][channel]
  template <class Block>
  void pointsOfInputs(const Interleaved& in, const float* copy, Block block, int64_t count, int64_t fromChannel,
                      int64_t toChannel, float* points, int64_t step) const {
    const int64_t lanes = in.lanes(), pitch = in.pitch();
    forBlock(block, count, [&](int64_t t, int64_t n, int64_t row, int64_t column) {
      const float* corner = copy + n * in.image() + row * S::kStep * pitch + column * S::kStep * lanes;
      for (int64_t c = fromChannel; c < toChannel; c += VL) {
        const float* from = corner + c;
        float* to = points + t * lanes + c;
        transform<S::kIn, S::kProducts>([=](int i, int j) { return load(from + i * pitch + j * lanes); },
                                        [](const V(&d)[S::kIn], V(&r)[S::kProducts]) { S::inputs(d, r); },
                                        [=](int i, int j, V v) { store(to + (i * S::kProducts + j) * step, v); });
      }
    });
  }
};

// The kernel that a product is multiplied with, or whose gradient it belongs to.
ASSAY_INLINE int kind(int point, int products) {
  return (int)(least(point / products, kKinds - 1) * kKinds + least(point % products, kKinds - 1));
}

// Whether a convolution has this form.
bool hasPoints(const Conv& g) {
  if (g.kh != g.kw || g.sh != g.sw || g.ph >= g.kh || g.pw >= g.kw) return false;
  return g.sh == 1 ? g.kh == 3 || g.kh == 5 : g.sh == 2 && g.kh == 3 && g.ph == 1 && g.pw == 1;
}

// Calls use(S{}) for the lines of a convolution that hasPoints.
template <class Use>
auto withPoints(const Conv& g, Use use) {
  return g.sh == 2 ? use(Strided{}) : g.kh == 5 ? use(Five{}) : use(Three{});
}

// Forward, or backward data seen as a forward product.
template <class S>
struct Winograd {
  static constexpr int kPoints = S::kProducts * S::kProducts;
  Tiles<S> tiles;
  Interleaved in;
  static constexpr int kStride = S::kStep / S::kOut;
  int channels, rows, columns;  // of the output
  int64_t plane;                // floats between the channels of the output
  int64_t firstLane, lastLane;  // of the output, to compute
  bool above = false, below = false;  // whether the copy has the windows of one more row of outputs there
  const float* direct = nullptr;      // weights of the direct form, by which twins are settled; null to leave them

  Winograd(int inChannels, int height, int width, int top, int left, int channels, int rows, int columns)
      : tiles(rows, columns), in(tiles.input(inChannels, height, width, top, left)), channels(channels), rows(rows),
        columns(columns), plane((int64_t)rows * columns), firstLane(0), lastLane(lanes()) {}

  int64_t lanes() const { return roundUp(channels, VL); }
  static int64_t kernelStep(int inChannels, int outChannels) {
    return spread(roundUp(outChannels, kPanel) * inChannels);
  }
  static int64_t packedSize(int inChannels, int outChannels) {
    return kKinds * kKinds * kernelStep(inChannels, outChannels);
  }
  int64_t inStep() const { return spread(tiles.largest() * in.lanes()); }
  int64_t outStep() const { return spread(tiles.largest() * lanes()); }
  int64_t outImage() const { return (int64_t)rows * columns * lanes(); }
  int64_t scratch() const {
    return in.size(tiles.together) + kPoints * (inStep() + outStep()) + tiles.together * outImage() +
           windows(nullptr, false).scratch() + tiles.together * (windows(nullptr, false).marks() + tiles.perImage());
  }

  // Kernels at the points, [kind][panel of outputs][channel][lane]; kernel(lane, channel) is where the taps of a
  // vector of outputs from `lane` on begin, `lanesApart` from one output to the next.
  template <class Kernel>
  static void pack(int inChannels, int outChannels, int64_t lanesApart, bool turned, Kernel kernel, float* packed) {
    const int64_t step = kernelStep(inChannels, outChannels);
    for (int64_t lane = 0; lane < roundUp(outChannels, kPanel); lane += VL) {
      const int64_t count = most(0, least(VL, outChannels - lane));
      for (int c = 0; c < inChannels; c++) {
        constexpr int K = S::kTaps;
        float taps[K * K * VL];
        if (count > 0) {
          transpose(kernel(lane, c), lanesApart, count, K * K, taps, VL, true);
        } else {
          std::memset(taps, 0, sizeof taps);
        }
        float* to = packed + (lane / kPanel * inChannels + c) * kPanel + lane % kPanel;
        transform<K, kKinds>([&](int i, int j) { return load(taps + (turned ? K * K - 1 - i * K - j : i * K + j) * VL); },
                             [](const V(&g)[K], V(&r)[kKinds]) { S::kernel(g, r); },
                             [=](int i, int j, V v) { store(to + (i * kKinds + j) * step, v); });
      }
    }
  }

  // Parts are bands of tiles where each has many and the kernels stay in cache. Else they are outputs, all parts
  // transforming the input.
  void run(const float* x, const float* kernels, const float* bias, bool relu, int n, float* y, float* scratch,
           Part part) const {
    Winograd share = *this;
    const int64_t vectors = lanes() / VL;
    const bool many = tiles.perImage() >= 8 * part.count && packedSize(in.channels, channels) <= kCached;
    const bool bands = tiles.down >= part.count && (many || vectors < part.count);
    if (bands) {
      const int first = (int)part.first(tiles.down), last = (int)part.last(tiles.down);
      const int from = first * S::kOut, to = (int)least(rows, last * S::kOut);
      share.above = direct && first > 0;
      share.below = direct && to < rows;
      const int start = first * S::kStep - in.top - share.above * kStride;  // the copy's first row
      const int top = (int)most(0, start);
      const int bottom = (int)least(in.height, last * S::kStep + S::kIn - S::kStep - in.top + share.below * kStride);
      share.rows = to - from;
      share.tiles = Tiles<S>(share.rows, columns);
      share.tiles.together = (int)least(tiles.together, share.tiles.together);
      share.in = share.tiles.input(in.channels, bottom - top, in.width, top - start, in.left,
                                   (share.above + share.below) * kStride);
      share.in.plane = in.plane;
      x += top * in.width;
      y += from * columns;
    } else {
      share.firstLane = part.first(vectors) * VL;
      share.lastLane = part.last(vectors) * VL;
    }
    if (share.firstLane < share.lastLane) share.run(x, kernels, bias, relu, n, y, scratch);
  }

 private:
  static constexpr int64_t kCached = 192 << 10;

  void run(const float* x, const float* kernels, const float* bias, bool relu, int n, float* y, float* scratch) const {
    float* copy = scratch;
    float* points = copy + in.size(tiles.together);
    float* products = points + kPoints * inStep();
    float* out = products + kPoints * outStep();
    const Twins twins = windows(bias, relu);
    float* sums = out + tiles.together * outImage();
    float* marks = sums + twins.scratch();
    int32_t* wanted = reinterpret_cast<int32_t*>(marks + tiles.together * twins.marks());  // tiles
    const auto marksOf = [&](int k) { return reinterpret_cast<uint8_t*>(marks + k * twins.marks()); };
    Twins::Kept kept(sums, twins);
    const int64_t inImage = in.channels * in.plane;
    in.clear(copy, tiles.together);
    for (int i = 0; i < n; i += tiles.together) {
      const int images = (int)least(tiles.together, n - i);
      int64_t all = 0;
      bool hasTwins[Tiles<S>::kBlock];
      for (int k = 0; k < images; k++) {
        in.fill(x + (i + k) * inImage, copy + k * in.image(), 0, in.channels);
        hasTwins[k] = direct && twins.mark(copy + k * in.image(), marksOf(k));
        for (int t = 0; t < tiles.perImage(); t++) {
          if (!hasTwins[k] || !settled(twins, marksOf(k), t)) wanted[all++] = (int32_t)(k * tiles.perImage() + t);
        }
      }
      const int64_t step = Tiles<S>::block(all);
      for (int64_t first = 0; first < all; first += step) {
        const int64_t count = least(step, all - first);
        const int32_t* block = wanted + first;
        tiles.pointsOfInputs(in, copy + above * kStride * in.pitch(), block, count, 0, in.lanes(), points, inStep());
        multiply(points, kernels, (int)count, products);
        interpolate(products, bias, relu, block, count, out);
      }
      for (int k = 0; k < images; k++) {
        if (hasTwins[k]) twins.settle(copy + k * in.image(), marksOf(k), kept, out + k * outImage());
        toPlanes(out + k * outImage(), y + (i + k) * channels * plane);
      }
    }
  }

  // Whether all outputs of a tile are those of twins, which takes its products away.
  bool settled(const Twins& twins, const uint8_t* marks, int tile) const {
    const int top = tile / tiles.across * S::kOut, left = tile % tiles.across * S::kOut;
    for (int i = top; i < least(rows, top + S::kOut); i++)
      for (int j = left; j < least(columns, left + S::kOut); j++)
        if (!twins.has(marks, i, j)) return false;
    return true;
  }

  Twins windows(const float* bias, bool relu) const {
    return {in.channels, channels, S::kTaps, kStride, rows, columns, above, below, in.lanes(), in.pitch(),
            lanes(), firstLane, lastLane, direct, bias, relu};
  }

  void multiply(const float* points, const float* kernels, int count, float* products) const {
    const Rows height(count);
    const int width = widest(height.tallest());
    const int64_t vectors = lastLane / VL;
    int32_t rowPlaces[kMaxRows];
    for (int r = 0; r < kMaxRows; r++) rowPlaces[r] = (int32_t)(r * in.lanes());
    RowTile t;
    t.rows = rowPlaces;
    t.segments = 1;
    t.length = in.channels;
    t.segmentStep = 0;
    t.panelStep = (int64_t)in.channels * kPanel;
    t.bias = nullptr;
    t.accumulate = t.relu = false;
    t.outStep = lanes();
    for (int p = 0; p < kPoints; p++) {
      const float* kernel = kernels + kind(p, S::kProducts) * kernelStep(in.channels, channels);
      for (int64_t v = firstLane / VL; v < vectors;) {
        // a tile of several vectors begins with a panel
        const int take = v % 2 ? 1 : fit(width, vectors - v);
        t.b = kernel + v / 2 * t.panelStep + v % 2 * VL;
        t.lanes = take * VL;
        for (int tile = 0; tile < height.tiles; tile++) {
          t.a = points + p * inStep() + height.first(tile) * in.lanes();
          t.out = products + p * outStep() + height.first(tile) * lanes() + v * VL;
          assay::ISA::run(t, height.height(tile), take);
        }
        v += take;
      }
    }
  }

  // One image back to [channel][position], a vector of channels at a time: few enough streams to fetch ahead.
  void toPlanes(const float* out, float* y) const {
    const int64_t positions = (int64_t)rows * columns;
    for (int64_t c = firstLane; c < least(lastLane, channels); c += VL) {
      const int64_t depth = least(VL, channels - c);
      for (int64_t q = 0; q < positions; q += VL) {
        const int64_t count = least(VL, positions - q);
        float* to = y + c * plane + q;
        for (int i = 0; i < depth; i++) __builtin_prefetch(to + i * plane + VL, 1);
        transpose(out + q * lanes() + c, lanes(), count, depth, to, plane, false);
      }
    }
  }

  void interpolate(const float* products, const float* bias, bool relu, const int32_t* block, int64_t count, float* out) const {
    constexpr int M = S::kOut;
    const int64_t step = outStep();
    tiles.forBlock(block, count, [&](int64_t t, int64_t n, int64_t row, int64_t column) {
      const int64_t bottom = least(M, rows - row * M), right = least(M, columns - column * M);
      float* corner = out + n * outImage() + (row * columns + column) * M * lanes();
      for (int64_t c = firstLane; c < lastLane; c += VL) {
        const float* from = products + t * lanes() + c;
        const V shift = bias ? load(bias + c, least(VL, channels - c)) : V{};
        V y[M][M];
        transform<S::kProducts, M>([=](int i, int j) { return load(from + (i * S::kProducts + j) * step); },
                                   [](const V(&m)[S::kProducts], V(&r)[M]) { S::outputs(m, r); },
                                   [&](int i, int j, V v) { y[i][j] = relu ? rectify(v + shift) : v + shift; });
        float* to = corner + c;
        if (bottom == M && right == M) {
#pragma GCC unroll 8
          for (int i = 0; i < M; i++)
#pragma GCC unroll 8
            for (int j = 0; j < M; j++) store(to + ((int64_t)i * columns + j) * lanes(), y[i][j]);
        } else {
          for (int i = 0; i < bottom; i++)
            for (int j = 0; j < right; j++) store(to + ((int64_t)i * columns + j) * lanes(), y[i][j]);
        }
      }
    });
  }
};

// With fewer channels to sum over, the transforms cost what the products save, and their rounding errors would show
// beside those of the sum. Weights are packed for this form, too, if it is possible.
bool winogradPossible(const Conv& g, bool backward) {
  return hasPoints(g) && (backward ? g.outputs >= 16 && g.channels >= 12 : g.channels >= 24 && g.outputs >= 12);
}
// Not where most of the tiles' outputs lie outside the map.
template <class S>
bool winogradFills(const Conv& g, int rows, int columns) {
  const Tiles<S> tiles(rows, columns);
  return 1.3 * Tiles<S>::kPoints * tiles.perImage() <= (double)g.kh * g.kw * g.rows() * g.columns();
}
bool winogradPays(const Conv& g, bool backward) {
  if (!winogradPossible(g, backward)) return false;
  return withPoints(g, [&](auto s) {
    using S = decltype(s);
    return backward ? winogradFills<typename S::Back>(g, g.height, g.width) : winogradFills<S>(g, g.rows(), g.columns());
  });
}
bool winogradPaysForWeights(const Conv& g) {
  return hasPoints(g) && least(g.channels, g.outputs) >= 12 &&
         withPoints(g, [&](auto s) { return winogradFills<decltype(s)>(g, g.rows(), g.columns()); });
}

template <class S>
Winograd<S> winogradForward(const Conv& g, const float* direct) {
  Winograd<S> form(g.channels, g.height, g.width, g.ph, g.pw, g.outputs, g.rows(), g.columns());
  form.direct = direct;
  return form;
}
template <class S>
Winograd<typename S::Back> winogradBackward(const Conv& g) {
  const int reach = (g.kh - 1) / g.sh;  // rows of cotangents before and after that a row of the input meets
  return Winograd<typename S::Back>(g.outputs, g.rows(), g.columns(), reach - g.ph, reach - g.pw, g.channels, g.height,
                                    g.width);
}

// Gradient of the weights: the products at the points, summed over all tiles, become taps once at the end.
template <class S>
struct WinogradWeights {
  static constexpr int kPoints = S::kProducts * S::kProducts, kSums = kKinds * kKinds;
  Conv g;
  Tiles<S> tiles;
  Interleaved in, out;
  explicit WinogradWeights(const Conv& g)
      : g(g), tiles(g.rows(), g.columns()), in(tiles.input(g.channels, g.height, g.width, g.ph, g.pw)),
        out(g.outputs, g.rows(), g.columns(), 0, 0, tiles.down * S::kOut, tiles.across * S::kOut) {}

  int64_t inStep() const { return spread(tiles.largest() * in.lanes()); }
  int64_t outStep() const { return spread(tiles.largest() * out.lanes()); }
  int64_t sumStep() const { return spread(g.channels * out.lanes()); }
  int64_t tapsSize() const { return roundUp(tiles.largest(), 16); }
  int64_t gradientSize() const { return (int64_t)g.taps() * out.lanes(); }
  int64_t scratch() const {
    return tapsSize() + in.size(tiles.together) + out.size(tiles.together) +
           kPoints * (inStep() + outStep()) + kSums * sumStep() + gradientSize() + out.lanes();
  }

  // A part has some of the input channels; all transform dy.
  void run(const float* x, const float* dy, int n, float* dWeights, float* dBias, float* scratch, Part part) const {
    const int from = (int)part.first(g.channels), to = (int)part.last(g.channels);
    if (from == to) return;
    const int64_t fromVector = from / VL * VL;
    if (from > 0) dBias = nullptr;
    int32_t* offsets = reinterpret_cast<int32_t*>(scratch);
    float* copy = scratch + tapsSize();
    float* cotangents = copy + in.size(tiles.together);
    float* points = cotangents + out.size(tiles.together);
    float* outPoints = points + kPoints * inStep();
    float* sums = outPoints + kPoints * outStep();
    float* gradient = sums + kSums * sumStep();
    float* db = gradient + gradientSize();
    for (int64_t t = 0; t < tiles.largest(); t++) offsets[t] = (int32_t)(t * out.lanes());
    in.clear(copy, tiles.together);
    out.clear(cotangents, tiles.together);
    std::memset(db, 0, out.lanes() * sizeof(float));
    for (int i = 0; i < n; i += tiles.together) {
      const int images = (int)least(tiles.together, n - i);
      for (int k = 0; k < images; k++) {
        in.fill(x + (i + k) * g.in(), copy + k * in.image(), fromVector, to);
        out.fill(dy + (i + k) * g.out(), cotangents + k * out.image(), 0, g.outputs);
        if (dBias) accumulateBias(cotangents + k * out.image(), db);
      }
      const int64_t all = images * tiles.perImage(), block = Tiles<S>::block(all);
      for (int64_t first = 0; first < all; first += block) {
        const int64_t count = least(block, all - first);
        tiles.pointsOfInputs(in, copy, first, count, fromVector, to, points, inStep());
        pointsOfCotangents(cotangents, first, count, outPoints);
        accumulate(points + from, outPoints, offsets, (int)count, i + first > 0, to - from, sums);
      }
    }
    toTaps(sums, to - from, gradient);
    const int64_t area = (int64_t)g.kh * g.kw;
    transpose(gradient, out.lanes(), area * (to - from), g.outputs, dWeights + area * from, g.taps(), false);
    if (dBias) std::memcpy(dBias, db, g.outputs * sizeof(float));
  }

 private:
  void pointsOfCotangents(const float* copy, int64_t first, int64_t count, float* points) const {
    const int64_t lanes = out.lanes(), pitch = out.pitch(), step = outStep();
    tiles.forBlock(first, count, [&](int64_t t, int64_t n, int64_t row, int64_t column) {
      const float* corner = copy + n * out.image() + (row * pitch + column * lanes) * S::kOut;
      for (int64_t c = 0; c < lanes; c += VL) {
        const float* from = corner + c;
        float* to = points + t * lanes + c;
        transform<S::kOut, S::kProducts>([=](int i, int j) { return load(from + i * pitch + j * lanes); },
                                         [](const V(&g)[S::kOut], V(&r)[S::kProducts]) { S::cotangents(g, r); },
                                         [=](int i, int j, V v) { store(to + (i * S::kProducts + j) * step, v); });
      }
    });
  }

  // sums[kind][channel][output] += a block of tiles
  void accumulate(const float* points, const float* outPoints, const int32_t* offsets, int count, bool more,
                  int channels, float* sums) const {
    const Rows height(channels);
    const int width = widest(height.tallest());
    const int64_t vectors = out.lanes() / VL;
    TapTile t;
    t.aStep = in.lanes();
    t.taps = offsets;
    t.count = count;
    t.bias = nullptr;
    t.relu = false;
    t.outStep = out.lanes();
    for (int i = 0; i < 8; i++) t.lanes[i] = t.outLanes[i] = i * VL;
    for (int p = 0; p < kPoints; p++) {
      t.accumulate = more || p % S::kProducts >= kKinds || p / S::kProducts >= kKinds;
      for (int64_t v = 0; v < vectors;) {
        const int take = fit(width, vectors - v);
        t.b = outPoints + p * outStep() + v * VL;
        for (int tile = 0; tile < height.tiles; tile++) {
          t.a = points + p * inStep() + height.first(tile);
          t.out = sums + kind(p, S::kProducts) * sumStep() + height.first(tile) * out.lanes() + v * VL;
          assay::ISA::run(t, height.height(tile), take);
        }
        v += take;
      }
    }
  }

  void toTaps(const float* sums, int channels, float* gradient) const {
    const int64_t lanes = out.lanes(), step = sumStep();
    for (int c = 0; c < channels; c++) {
      for (int64_t o = 0; o < lanes; o += VL) {
        const float* from = sums + c * lanes + o;
        constexpr int K = S::kTaps;
        float* to = gradient + c * K * K * lanes + o;
        transform<kKinds, K>([=](int i, int j) { return load(from + (i * kKinds + j) * step); },
                             [](const V(&m)[kKinds], V(&r)[K]) { S::taps(m, r); },
                             [=](int i, int j, V v) { store(to + (i * K + j) * lanes, v); });
      }
    }
  }

  // db[output] += one image
  void accumulateBias(const float* copy, float* db) const {
    const int64_t lanes = out.lanes(), positions = (int64_t)out.rows * out.columns;
    for (int64_t o = 0; o < lanes; o += VL) {
      V sums[4] = {};
      for (int64_t i = 0; i < positions; i += 4)  // rows of whole tiles: a multiple of four
        for (int u = 0; u < 4; u++) sums[u] += load(copy + (i + u) * lanes + o);
      store(db + o, load(db + o) + ((sums[0] + sums[1]) + (sums[2] + sums[3])));
    }
  }
};

}  // namespace
}  // namespace assay::ISA
