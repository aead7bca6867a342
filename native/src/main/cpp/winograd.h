// 3x3 convolutions of stride 1 by the minimal filtering of Winograd, F(4x4, 3x3) (Lavin and Gray 2016).
//
// The image is cut into tiles of 4x4 outputs, each from 6x6 inputs. A tile is evaluated at six points along each axis,
// the 36 results are multiplied with those of the kernel and summed over the channels, and the outputs interpolated:
//   forward   Y = A' [ sum_c (G w G') * (B' x B) ] A        backward data: the same with w turned and transposed
//   weights   dW = A3' [ sum_tiles (G4 dy G4') * (B' x B) ] A3
// Floor: 36 multiply-adds per 16 outputs, channel and output channel, a quarter of the 144 of the direct form.
//
// Points 0, +-sqrt(1/2), +-sqrt(2), infinity. Error against double, relative to the standard deviation of the output
// (64 channels, rectified normal inputs): direct 3.1e-7, these points 7.8e-7, the customary 0, +-1, +-2 1.7e-6.
//
// Lanes are channels: images are transposed to [position][channel], so that the transforms need no shuffles and any
// map width fills the vectors; the products are the 36 small ones [tile][channel] * [channel][output].
//
// Tried (useful GFLOP/s on one core, peak 268; direct 243 and 257):
//   32->32 32x32: 444 at first, where the products (at 95 % of peak) took half of the time and the two transposes a
//   quarter: planes of 4 KB fall into one set of L1. Fetching the lines ahead, in both: 488.
//   64->64 16x16: 690, the products at 98 % of peak. Weights: 460 and 560.
//   transposes with half the shuffles (loadTransposed): no difference on 32x32, 3 % on 64->64 weights.
//
#pragma once
#include "direct.h"

namespace assay::ISA {
namespace {

constexpr int kPoints = 36;
constexpr float kNear = 0.70710678118654752f, kFar = 1.41421356237309505f;  // points: their squares are 1/2 and 2

// Six values of a row of the input -> the polynomial products at the points.
ASSAY_INLINE void inputPoints(const V (&d)[6], V (&t)[6]) {
  const V two = splat(-2), half = splat(-0.5f), both = splat(-2.5f);
  const V nearEven = fma(two, d[2], d[4]), nearOdd = fma(two, d[1], d[3]);
  const V farEven = fma(half, d[2], d[4]), farOdd = fma(half, d[1], d[3]);
  t[0] = fma(both, d[2], d[0] + d[4]);
  t[1] = fma(splat(kNear), nearOdd, nearEven);
  t[2] = fma(splat(-kNear), nearOdd, nearEven);
  t[3] = fma(splat(kFar), farOdd, farEven);
  t[4] = fma(splat(-kFar), farOdd, farEven);
  t[5] = fma(both, d[3], d[1] + d[5]);
}

// The values of a kernel row at the points over the derivative of the product of the points.
ASSAY_INLINE void kernelPoints(const V (&g)[3], V (&t)[6]) {
  const V nearEven = fma(splat(0.5f), g[2], g[0]), farEven = fma(splat(2), g[2], g[0]);
  const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6);
  t[0] = g[0];
  t[1] = fma(splat(kNear), g[1], nearEven) * nearly;
  t[2] = fma(splat(-kNear), g[1], nearEven) * nearly;
  t[3] = fma(splat(kFar), g[1], farEven) * far;
  t[4] = fma(splat(-kFar), g[1], farEven) * far;
  t[5] = g[2];
}

// The same for the four values of a row of cotangents, but for the divisors: weightTaps has them.
ASSAY_INLINE void cotangentPoints(const V (&g)[4], V (&t)[6]) {
  const V half = splat(0.5f), two = splat(2);
  const V nearEven = fma(half, g[2], g[0]), nearOdd = fma(half, g[3], g[1]);
  const V farEven = fma(two, g[2], g[0]), farOdd = fma(two, g[3], g[1]);
  t[0] = g[0];
  t[1] = fma(splat(kNear), nearOdd, nearEven);
  t[2] = fma(splat(-kNear), nearOdd, nearEven);
  t[3] = fma(splat(kFar), farOdd, farEven);
  t[4] = fma(splat(-kFar), farOdd, farEven);
  t[5] = g[3];
}

// The products at the points -> four outputs.
ASSAY_INLINE void outputValues(const V (&m)[6], V (&y)[4]) {
  const V nearSum = m[1] + m[2], nearGap = m[1] - m[2], farSum = m[3] + m[4], farGap = m[3] - m[4];
  y[0] = m[0] + nearSum + farSum;
  y[1] = fma(splat(kFar), farGap, splat(kNear) * nearGap);
  y[2] = fma(splat(2), farSum, splat(0.5f) * nearSum);
  y[3] = fma(splat(2 * kFar), farGap, fma(splat(0.5f * kNear), nearGap, m[5]));
}

// The same for three taps of a weight gradient.
ASSAY_INLINE void weightTaps(const V (&m)[6], V (&y)[3]) {
  const V nearly = splat(-2.0f / 3), far = splat(1.0f / 6);
  const V nearSum = nearly * (m[1] + m[2]), nearGap = nearly * (m[1] - m[2]);
  const V farSum = far * (m[3] + m[4]), farGap = far * (m[3] - m[4]);
  y[0] = m[0] + nearSum + farSum;
  y[1] = fma(splat(kFar), farGap, splat(kNear) * nearGap);
  y[2] = fma(splat(2), farSum, fma(splat(0.5f), nearSum, m[5]));
}

// N*N values of one vector of channels -> M*M by `line`, along the columns, then along the rows.
template <int N, int M, class Load, class Line, class Store>
ASSAY_INLINE void transform(Load load, Line line, Store store) {
  V half[M][N];
#pragma GCC unroll 6
  for (int j = 0; j < N; j++) {
    V column[N], result[M];
#pragma GCC unroll 6
    for (int i = 0; i < N; i++) column[i] = load(i, j);
    line(column, result);
#pragma GCC unroll 6
    for (int i = 0; i < M; i++) half[i][j] = result[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < M; i++) {
    V result[M];
    line(half[i], result);
#pragma GCC unroll 6
    for (int j = 0; j < M; j++) store(i, j, result[j]);
  }
}

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

// The tiles of a 3x3 product of stride 1 from `in` to rows * columns, the first input at (-top, -left).
struct Tiles {
  static constexpr int kBlock = 2 * kMaxRows;  // tiles that go through the products together
  int down, across, together;
  int64_t perImage() const { return (int64_t)down * across; }
  Tiles(int rows, int columns) : down((int)ceilDiv(rows, 4)), across((int)ceilDiv(columns, 4)), together(1) {
    together = (int)most(1, kBlock / perImage());
  }
  int64_t block(int images) const {  // blocks of nearly equal size
    const int64_t all = images * perImage();
    return ceilDiv(all, ceilDiv(all, kBlock));
  }
  int64_t largest() const { return least(kBlock, together * perImage()); }
};

// Some channels of x of a block of tiles at the points: points[point][tile][channel]
void pointsOfInputs(const Interleaved& in, const Tiles& tiles, const float* copy, int64_t first, int64_t count,
                    int64_t fromChannel, int64_t toChannel, float* points, int64_t step) {
  const int64_t lanes = in.lanes(), pitch = in.pitch();
  for (int64_t t = 0; t < count; t++) {
    const int64_t n = (first + t) / tiles.perImage(), at = (first + t) % tiles.perImage();
    const float* corner = copy + n * in.image() + at / tiles.across * 4 * pitch + at % tiles.across * 4 * lanes;
    for (int64_t c = fromChannel; c < toChannel; c += VL) {
      const float* from = corner + c;
      float* to = points + t * lanes + c;
      transform<6, 6>([=](int i, int j) { return load(from + i * pitch + j * lanes); },
                      [](const V(&d)[6], V(&r)[6]) { inputPoints(d, r); },
                      [=](int i, int j, V v) { store(to + (i * 6 + j) * step, v); });
    }
  }
}

// Forward, or backward data seen as a forward product.
struct Winograd {
  Interleaved in;
  int channels, rows, columns;  // of the output
  Tiles tiles;
  int64_t plane;            // floats between the channels of the output
  int64_t firstLane, lastLane;  // of the output, to compute

  Winograd(int inChannels, int height, int width, int top, int left, int channels, int rows, int columns)
      : in(inChannels, height, width, top, left, (int)roundUp(rows, 4) + 2, (int)roundUp(columns, 4) + 2),
        channels(channels), rows(rows), columns(columns), tiles(rows, columns), plane((int64_t)rows * columns),
        firstLane(0), lastLane(lanes()) {}
  static Winograd forward(const Conv& g) {
    return Winograd(g.channels, g.height, g.width, g.ph, g.pw, g.outputs, g.rows(), g.columns());
  }
  static Winograd backward(const Conv& g) {
    return Winograd(g.outputs, g.rows(), g.columns(), 2 - g.ph, 2 - g.pw, g.channels, g.height, g.width);
  }

  static bool fits(const Conv& g) { return g.kh == 3 && g.kw == 3 && g.sh == 1 && g.sw == 1 && g.ph <= 2 && g.pw <= 2; }
  // Whether weights are packed for this form, too. With fewer channels to sum over, the transforms cost what the
  // products save, and the rounding errors of the transforms would show beside those of the sum.
  static bool possible(const Conv& g, bool backward) {
    return fits(g) && (backward ? g.outputs : g.channels) >= 24 && (backward ? g.channels : g.outputs) >= 12;
  }
  // Not where most of the tiles' outputs lie outside the map.
  static bool fills(int rows, int columns) {
    return 9 * rows * columns >= 54 * ceilDiv(rows, 4) * ceilDiv(columns, 4);
  }
  static bool pays(const Conv& g, bool backward) {
    return possible(g, backward) && (backward ? fills(g.height, g.width) : fills(g.rows(), g.columns()));
  }

  int64_t lanes() const { return roundUp(channels, VL); }
  static int64_t kernelStep(int inChannels, int outChannels) {
    return spread(roundUp(outChannels, kPanel) * inChannels);
  }
  static int64_t packedSize(int inChannels, int outChannels) { return kPoints * kernelStep(inChannels, outChannels); }
  int64_t inStep() const { return spread(tiles.largest() * in.lanes()); }
  int64_t outStep() const { return spread(tiles.largest() * lanes()); }
  int64_t outImage() const { return (int64_t)rows * columns * lanes(); }
  int64_t scratch() const {
    return in.size(tiles.together) + kPoints * (inStep() + outStep()) + tiles.together * outImage();
  }

  // Kernels at the points, [point][panel of outputs][channel][lane]; kernel(lane, channel) is where the nine taps of a
  // vector of outputs from `lane` on begin, `lanesApart` from one output to the next.
  template <class Kernel>
  static void pack(int inChannels, int outChannels, int64_t lanesApart, bool turned, Kernel kernel, float* packed) {
    const int64_t step = kernelStep(inChannels, outChannels);
    for (int64_t lane = 0; lane < roundUp(outChannels, kPanel); lane += VL) {
      const int64_t count = most(0, least(VL, outChannels - lane));
      for (int c = 0; c < inChannels; c++) {
        float taps[9 * VL];
        if (count > 0) {
          transpose(kernel(lane, c), lanesApart, count, 9, taps, VL, true);
        } else {
          std::memset(taps, 0, sizeof taps);
        }
        float* to = packed + (lane / kPanel * inChannels + c) * kPanel + lane % kPanel;
        transform<3, 6>([&](int i, int j) { return load(taps + (turned ? 8 - i * 3 - j : i * 3 + j) * VL); },
                        [](const V(&g)[3], V(&r)[6]) { kernelPoints(g, r); },
                        [=](int i, int j, V v) { store(to + (i * 6 + j) * step, v); });
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
      const int from = 4 * (int)part.first(tiles.down), to = (int)least(rows, 4 * part.last(tiles.down));
      const int top = (int)most(0, from - in.top), bottom = (int)least(in.height, to - in.top + 2);
      share.rows = to - from;
      share.tiles = Tiles(share.rows, columns);
      share.tiles.together = (int)least(tiles.together, share.tiles.together);
      share.in.rows = (int)roundUp(share.rows, 4) + 2;
      share.in.top = in.top + top - from;
      share.in.height = bottom - top;
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
    const int64_t inImage = in.channels * in.plane;
    in.clear(copy, tiles.together);
    for (int i = 0; i < n; i += tiles.together) {
      const int images = (int)least(tiles.together, n - i);
      for (int k = 0; k < images; k++) in.fill(x + (i + k) * inImage, copy + k * in.image(), 0, in.channels);
      const int64_t all = images * tiles.perImage(), block = tiles.block(images);
      for (int64_t first = 0; first < all; first += block) {
        const int64_t count = least(block, all - first);
        pointsOfInputs(in, tiles, copy, first, count, 0, in.lanes(), points, inStep());
        multiply(points, kernels, (int)count, products);
        interpolate(products, bias, relu, first, count, out);
      }
      for (int k = 0; k < images; k++) {
        toPlanes(out + k * outImage(), y + (i + k) * channels * plane);
      }
    }
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
      const float* kernel = kernels + p * kernelStep(in.channels, channels);
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

  void interpolate(const float* products, const float* bias, bool relu, int64_t first, int64_t count, float* out) const {
    const int64_t step = outStep();
    for (int64_t t = 0; t < count; t++) {
      const int64_t n = (first + t) / tiles.perImage(), at = (first + t) % tiles.perImage();
      const int top = (int)(at / tiles.across * 4), left = (int)(at % tiles.across * 4);
      const int bottom = (int)least(4, rows - top), right = (int)least(4, columns - left);
      float* corner = out + n * outImage() + ((int64_t)top * columns + left) * lanes();
      for (int64_t c = firstLane; c < lastLane; c += VL) {
        const float* from = products + t * lanes() + c;
        const V shift = bias ? load(bias + c, least(VL, channels - c)) : V{};
        V y[4][4];
        transform<6, 4>([=](int i, int j) { return load(from + (i * 6 + j) * step); },
                        [](const V(&m)[6], V(&r)[4]) { outputValues(m, r); },
                        [&](int i, int j, V v) { y[i][j] = relu ? rectify(v + shift) : v + shift; });
        float* to = corner + c;
        if (bottom == 4 && right == 4) {
#pragma GCC unroll 4
          for (int i = 0; i < 4; i++)
#pragma GCC unroll 4
            for (int j = 0; j < 4; j++) store(to + ((int64_t)i * columns + j) * lanes(), y[i][j]);
        } else {
          for (int i = 0; i < bottom; i++)
            for (int j = 0; j < right; j++) store(to + ((int64_t)i * columns + j) * lanes(), y[i][j]);
        }
      }
    }
  }
};

// Gradient of the weights: the products at the points, summed over all tiles, become taps once at the end.
struct WinogradWeights {
  Conv g;
  Interleaved in, out;
  Tiles tiles;
  static bool pays(const Conv& g) {
    return Winograd::fits(g) && least(g.channels, g.outputs) >= 12 && Winograd::fills(g.rows(), g.columns());
  }
  explicit WinogradWeights(const Conv& g)
      : g(g), in(g.channels, g.height, g.width, g.ph, g.pw, (int)roundUp(g.rows(), 4) + 2, (int)roundUp(g.columns(), 4) + 2),
        out(g.outputs, g.rows(), g.columns(), 0, 0, (int)roundUp(g.rows(), 4), (int)roundUp(g.columns(), 4)),
        tiles(g.rows(), g.columns()) {}

  int64_t inStep() const { return spread(tiles.largest() * in.lanes()); }
  int64_t outStep() const { return spread(tiles.largest() * out.lanes()); }
  int64_t sumStep() const { return spread(g.channels * out.lanes()); }
  int64_t tapsSize() const { return roundUp(tiles.largest(), 16); }
  int64_t gradientSize() const { return (int64_t)g.taps() * out.lanes(); }
  int64_t scratch() const {
    return tapsSize() + in.size(tiles.together) + out.size(tiles.together) +
           kPoints * (inStep() + outStep() + sumStep()) + gradientSize() + out.lanes();
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
    float* gradient = sums + kPoints * sumStep();
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
      const int64_t all = images * tiles.perImage(), block = tiles.block(images);
      for (int64_t first = 0; first < all; first += block) {
        const int64_t count = least(block, all - first);
        pointsOfInputs(in, tiles, copy, first, count, fromVector, to, points, inStep());
        pointsOfCotangents(cotangents, first, count, outPoints);
        accumulate(points + from, outPoints, offsets, (int)count, i + first > 0, to - from, sums);
      }
    }
    toTaps(sums, to - from, gradient);
    transpose(gradient, out.lanes(), 9 * (to - from), g.outputs, dWeights + 9 * from, g.taps(), false);
    if (dBias) std::memcpy(dBias, db, g.outputs * sizeof(float));
  }

 private:
  void pointsOfCotangents(const float* copy, int64_t first, int64_t count, float* points) const {
    const int64_t lanes = out.lanes(), pitch = out.pitch(), step = outStep();
    for (int64_t t = 0; t < count; t++) {
      const int64_t n = (first + t) / tiles.perImage(), at = (first + t) % tiles.perImage();
      const float* corner = copy + n * out.image() + at / tiles.across * 4 * pitch + at % tiles.across * 4 * lanes;
      for (int64_t c = 0; c < lanes; c += VL) {
        const float* from = corner + c;
        float* to = points + t * lanes + c;
        transform<4, 6>([=](int i, int j) { return load(from + i * pitch + j * lanes); },
                        [](const V(&g)[4], V(&r)[6]) { cotangentPoints(g, r); },
                        [=](int i, int j, V v) { store(to + (i * 6 + j) * step, v); });
      }
    }
  }

  // sums[point][channel][output] += a block of tiles
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
    t.accumulate = more;
    t.relu = false;
    t.outStep = out.lanes();
    for (int i = 0; i < 8; i++) t.lanes[i] = t.outLanes[i] = i * VL;
    for (int p = 0; p < kPoints; p++) {
      for (int64_t v = 0; v < vectors;) {
        const int take = fit(width, vectors - v);
        t.b = outPoints + p * outStep() + v * VL;
        for (int tile = 0; tile < height.tiles; tile++) {
          t.a = points + p * inStep() + height.first(tile);
          t.out = sums + p * sumStep() + height.first(tile) * out.lanes() + v * VL;
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
        float* to = gradient + c * 9 * lanes + o;
        transform<6, 3>([=](int i, int j) { return load(from + (i * 6 + j) * step); },
                        [](const V(&m)[6], V(&r)[3]) { weightTaps(m, r); },
                        [=](int i, int j, V v) { store(to + (i * 3 + j) * lanes, v); });
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
