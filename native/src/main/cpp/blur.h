// Binomial low-pass filter with subsampling (Zhang 2019), plane by plane, and its transpose.
//   y[i,j] = sum_{a,b} t[a] t[b] x[src(u + i*sh + a - before), src(v + j*sw + b - before)]
// t = row of Pascal's triangle / 2^(size-1); u, v = where the sample's subsampling begins, its phase being u + sh*v.
// Floor: every input read and every output written once; 2*size steps per value as the filter is separable.
//
// Measured (Gelem/s of input, one core, AVX2): 3/2 2.5, backward 2.1; 1/2 13, backward 5.
//
// An output row is made from one line: the rows under the filter are summed into it first (whole vectors), then its
// columns. Wide rows go in stretches of that line. What has just been written is read in other vectors only some lines
// later: at once, it would have to be waited for.
#pragma once
#include "pad.h"
#include "pool.h"

namespace assay::ISA {
namespace {

struct Blur {
  static constexpr int kLine = 1024;  // the largest size, too
  static constexpr int kLines = 8;
  int size, sh, sw, edge, height, width, u = 0, v = 0;
  float taps[kLine];

  Blur(int size, int sh, int sw, int edge, int height, int width)
      : size(size), sh(sh), sw(sw), edge(edge), height(height), width(width) {
    double tap = __builtin_ldexp(1.0, 1 - size);
    for (int k = 0; k < size; k++) {
      taps[k] = (float)tap;
      tap = tap * (size - 1 - k) / (k + 1);
    }
  }
  void begin(int phase) { u = phase % sh, v = phase / sh; }
  int before() const { return (size - 1) / 2; }
  int rows() const { return (height - 1) / sh + 1; }
  int columns() const { return (width - 1) / sw + 1; }
  int stretch() const { return (kLine - size) / sw + 1; }  // outputs whose columns fit the line

  int source(int position, int extent) const { return (int)beyond(edge, position, extent); }

  void forward(const float* x, float* y) const {
    size == 1 ? take(x, y) : size == 3 ? forward<3>(x, y) : forward<0>(x, y);
  }

  void backward(const float* dy, float* dx) const {
    size == 1 ? putBack(dy, dx) : size == 3 ? backward<3>(dy, dx) : backward<0>(dy, dx);
  }

 private:
  // SIZE is the size where the compiler is to know it, or 0.
  template <int SIZE>
  void forward(const float* x, float* y) const {
    const int columns_ = columns();
    for (int j = 0; j < columns_; j += stretch()) {
      Stretch under(*this, j);
      for (int i = 0, end; i < rows(); i = end) {
        end = (int)least(rows(), i + kLines);
        for (int row = i; row < end; row++) sumRows<SIZE>(x, row, under, under.lines[row - i]);
        for (int row = i; row < end; row++)
          sumColumns<SIZE>(under, under.lines[row - i], y + (int64_t)row * columns_ + j);
      }
    }
  }

  template <int SIZE>
  void backward(const float* dy, float* dx) const {
    const int columns_ = columns();
    std::memset(dx, 0, (int64_t)height * width * sizeof(float));
    for (int j = 0; j < columns_; j += stretch()) {
      Stretch under(*this, j);
      for (int i = 0, end; i < rows(); i = end) {
        end = (int)least(rows(), i + kLines);
        for (int row = i; row < end; row++) {
          const float* g = dy + (int64_t)row * columns_ + j;
          float* outputs = under.padded[row - i] + before();
          forOverlapping(0, under.outputs, [&](int k, auto part) { part.put(outputs + k, part.get(g + k)); });
        }
        for (int row = i; row < end; row++)
          spreadColumns<SIZE>(under.padded[row - i] + before(), under, under.lines[row - i]);
        for (int row = i; row < end; row++) spreadRows<SIZE>(under, under.lines[row - i], row, dx);
      }
    }
  }

  // Without a filter: every sh-th row and sw-th column.
  void take(const float* x, float* y) const {
    const int columns_ = columns();
    for (int i = 0; i < rows(); i++, y += columns_) {
      const float* row = x + (int64_t)(u + i * sh) * width + v;
      if (sw <= 2) {
        forOverlapping(0, columns_, [&](int j, auto part) {
          part.put(y + j, sw == 1 ? strided<1>(row + j, part) : strided<2>(row + 2 * j, part));
        });
      } else {
        for (int j = 0; j < columns_; j++) y[j] = row[j * sw];
      }
    }
  }

  // Its transpose: zeros elsewhere.
  void putBack(const float* dy, float* dx) const {
    std::memset(dx, 0, (int64_t)height * width * sizeof(float));
    const int columns_ = columns();
    for (int i = 0; i < rows(); i++, dy += columns_) {
      float* row = dx + (int64_t)(u + i * sh) * width + v;
      for (int j = 0; j < columns_; j++) row[j * sw] = dy[j];
    }
  }

  // The columns under the filter for some outputs of a row: from ... to - 1 of them lie inside the image, what stands for
  // each of the others is the same in every row.
  struct Stretch {
    int outputs, first, count, from, to, others = 0;
    bool inside = true;
    int at[kLine], source[kLine];
    float lines[kLines][kLine + 2 * VL];
    float padded[kLines][kLine + 3 * VL];  // outputs with zeros before and after them

    // Whether what stands for one of the others is here, too.
    bool holds(int e) const { return source[e] >= first + from && source[e] < first + to; }

    Stretch(const Blur& blur, int j) {
      outputs = (int)least(blur.stretch(), blur.columns() - j);
      first = blur.v + j * blur.sw - blur.before();
      count = (outputs - 1) * blur.sw + blur.size;
      from = (int)least(count, most(0, -first));
      to = (int)most(from, least(count, blur.width - first));
      for (int k = 0; k < count; k++) {
        if (k == from) k = to;
        const int w = k < count ? blur.source(first + k, blur.width) : -1;
        if (w >= 0) at[others] = k, source[others++] = w;
        else if (k < count)
          for (auto& line : lines) line[k] = 0;
      }
      for (int e = 0; e < others; e++) inside &= holds(e);
      const int reach = blur.before();
      for (auto& line : padded) {
        for (int k = 0; k < reach; k += VL) store(line + k, V{});
        for (int k = 0; k < reach + 2 * VL; k += VL) store(line + reach + outputs + k, V{});
      }
    }
  };

  // line[k] = sum_a t[a] x[row a][first + k]
  template <int SIZE>
  ASSAY_INLINE void sumRows(const float* x, int i, const Stretch& under, float* line) const {
    const int taps_ = SIZE ? SIZE : size;
    const float* rows[kLine];
    float weights[kLine];
    int seen = 0;
    for (int a = 0; a < taps_; a++) {
      const int h = source(u + i * sh + a - before(), height);
      if (h < 0) continue;
      rows[seen] = x + (int64_t)h * width;
      weights[seen++] = taps[a];
    }
    forOverlapping(under.from, under.to, [&](int k, auto part) {
      V sum{};
      for (int a = 0; a < seen; a++) sum = fma(splat(weights[a]), part.get(rows[a] + under.first + k), sum);
      part.put(line + k, sum);
    });
    for (int e = 0; e < under.others; e++) {
      float sum = 0;
      if (under.holds(e)) sum = line[under.source[e] - under.first];
      else
        for (int a = 0; a < seen; a++) sum = fma(weights[a], rows[a][under.source[e]], sum);
      line[under.at[e]] = sum;
    }
  }

  template <int SIZE>
  ASSAY_INLINE void sumColumns(const Stretch& under, const float* line, float* y) const {
    const int taps_ = SIZE ? SIZE : size;
    if (sw <= 2) {
      forOverlapping(0, under.outputs, [&](int j, auto part) {
        V sum{};
        for (int b = 0; b < taps_; b++) {
          const V value = sw == 1 ? strided<1>(line + j + b, part) : strided<2>(line + 2 * j + b, part);
          sum = fma(splat(taps[b]), value, sum);
        }
        part.put(y + j, sum);
      });
      return;
    }
    for (int j = 0; j < under.outputs; j++) {
      float sum = 0;
      for (int b = 0; b < taps_; b++) sum = fma(taps[b], line[j * sw + b], sum);
      y[j] = sum;
    }
  }

  // line[j*sw + b] += t[b] dy[j], what is beyond an edge added to what stands for it; dy has zeros on both sides.
  template <int SIZE>
  ASSAY_INLINE void spreadColumns(const float* dy, const Stretch& under, float* line) const {
    sw == 2 ? spreadPairs<SIZE>(dy, under, line) : spreadEach<SIZE>(dy, under, line);
    for (int e = 0; e < under.others; e++)
      if (under.holds(e)) line[under.source[e] - under.first] += line[under.at[e]];
  }

  template <int SIZE>
  ASSAY_INLINE void spreadEach(const float* dy, const Stretch& under, float* line) const {
    const int taps_ = SIZE ? SIZE : size;
    std::memset(line, 0, under.count * sizeof(float));
    for (int b = 0; b < taps_; b++) {
      if (sw == 1) {
        forVectors(under.outputs, [&](int64_t j, auto part) {
          part.put(line + b + j, fma(splat(taps[b]), part.get(dy + j), part.get(line + b + j)));
        });
      } else {
        for (int j = 0; j < under.outputs; j++) line[j * sw + b] = fma(taps[b], dy[j], line[j * sw + b]);
      }
    }
  }

  // The same where every second place is an output's: even places take the even taps, odd ones the odd.
  template <int SIZE>
  ASSAY_INLINE void spreadPairs(const float* dy, const Stretch& under, float* line) const {
    const int taps_ = SIZE ? SIZE : size;
    for (int m = 0; 2 * m < under.count; m += VL) {
      V even{}, odd{};
      for (int b = 0; b < taps_; b += 2) even = fma(splat(taps[b]), load(dy + m - b / 2), even);
      for (int b = 1; b < taps_; b += 2) odd = fma(splat(taps[b]), load(dy + m - b / 2), odd);
      store(line + 2 * m, zipLow(even, odd));
      store(line + 2 * m + VL, zipHigh(even, odd));
    }
  }

  template <int SIZE>
  ASSAY_INLINE void spreadRows(const Stretch& under, const float* line, int i, float* dx) const {
    const int taps_ = SIZE ? SIZE : size;
    for (int a = 0; a < taps_; a++) {
      const int h = source(u + i * sh + a - before(), height);
      if (h < 0) continue;
      float* row = dx + (int64_t)h * width;
      const float *from = line + under.from;
      float* to = row + under.first + under.from;
      const V tap = splat(taps[a]);
      forVectors(under.to - under.from, [&](int64_t k, auto part) {
        part.put(to + k, fma(tap, part.get(from + k), part.get(to + k)));
      });
      if (under.inside) continue;
      for (int e = 0; e < under.others; e++)
        if (!under.holds(e)) row[under.source[e]] = fma(taps[a], line[under.at[e]], row[under.source[e]]);
    }
  }
};

}  // namespace

void blur(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
          int64_t phases, int64_t sharing, int64_t x, int64_t y) {
  Blur filter(size, sh, sw, edge, height, width);
  const int64_t in = (int64_t)height * width, out = (int64_t)filter.rows() * filter.columns();
  for (int64_t p = 0; p < planes; p++) {
    if (phases) filter.begin((int)floats(phases)[p / sharing]);
    filter.forward(floats(x) + p * in, floats(y) + p * out);
  }
}

void blurBackward(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
                  int64_t phases, int64_t sharing, int64_t dy, int64_t dx) {
  Blur filter(size, sh, sw, edge, height, width);
  const int64_t in = (int64_t)height * width, out = (int64_t)filter.rows() * filter.columns();
  for (int64_t p = 0; p < planes; p++) {
    if (phases) filter.begin((int)floats(phases)[p / sharing]);
    filter.backward(floats(dy) + p * out, floats(dx) + p * in);
  }
}

}  // namespace assay::ISA
