// Binomial low-pass filter with subsampling (Zhang 2019), plane by plane, and its transpose.
//   y[i,j] = sum_{a,b} t[a] t[b] x[src(u + i*sh + a - before), src(v + j*sw + b - before)]
// t = row of Pascal's triangle / 2^(size-1); u, v = where the sample's subsampling begins, its phase being u + sh*v.
// Floor: every input read and every output written once; 2*size steps per value as the filter is separable.
//
// Measured (Gelem/s of input, one core): 3/2 2.6, backward 1.5; 1/2 17, backward 5.2.
//
// An output row is made from one line: the rows under the filter are summed into it first (whole vectors), then its
// columns. Wide rows go in stretches of that line.
#pragma once
#include "pad.h"
#include "pool.h"

namespace assay::ISA {
namespace {

struct Blur {
  static constexpr int kLine = 1024;  // the largest size, too
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
    if (size == 1) return take(x, y);
    float line[kLine + 2 * VL];
    const int columns_ = columns();
    for (int i = 0; i < rows(); i++, y += columns_) {
      for (int j0 = 0; j0 < columns_; j0 += stretch()) {
        const int outputs = (int)least(stretch(), columns_ - j0);
        const int first = v + j0 * sw - before(), count = (outputs - 1) * sw + size;
        sumRows(x, i, first, count, line);
        sumColumns(line, outputs, y + j0);
      }
    }
  }

  void backward(const float* dy, float* dx) const {
    if (size == 1) return putBack(dy, dx);
    float line[kLine + 2 * VL];
    const int columns_ = columns();
    std::memset(dx, 0, (int64_t)height * width * sizeof(float));
    for (int i = 0; i < rows(); i++, dy += columns_) {
      for (int j0 = 0; j0 < columns_; j0 += stretch()) {
        const int outputs = (int)least(stretch(), columns_ - j0);
        const int first = v + j0 * sw - before(), count = (outputs - 1) * sw + size;
        spreadColumns(dy + j0, outputs, count, line);
        spreadRows(line, i, first, count, dx);
      }
    }
  }

 private:
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

  // line[k] = sum_a t[a] x[row a][first + k]
  void sumRows(const float* x, int i, int first, int count, float* line) const {
    const float* rows[kLine];
    float weights[kLine];
    int seen = 0;
    for (int a = 0; a < size; a++) {
      const int h = source(u + i * sh + a - before(), height);
      if (h < 0) continue;
      rows[seen] = x + (int64_t)h * width;
      weights[seen++] = taps[a];
    }
    const int from = (int)least(count, most(0, -first)), to = (int)most(from, least(count, width - first));
    forOverlapping(from, to, [&](int k, auto part) {
      V sum{};
      for (int a = 0; a < seen; a++) sum = fma(splat(weights[a]), part.get(rows[a] + first + k), sum);
      part.put(line + k, sum);
    });
    for (int k = 0; k < count; k++) {
      if (k == from) k = to;
      if (k == count) break;
      const int w = source(first + k, width);
      float sum = 0;
      for (int a = 0; w >= 0 && a < seen; a++) sum = fma(weights[a], rows[a][w], sum);
      line[k] = sum;
    }
  }

  void sumColumns(const float* line, int outputs, float* y) const {
    if (sw <= 2) {
      forOverlapping(0, outputs, [&](int j, auto part) {
        V sum{};
        for (int b = 0; b < size; b++) {
          const V value = sw == 1 ? strided<1>(line + j + b, part) : strided<2>(line + 2 * j + b, part);
          sum = fma(splat(taps[b]), value, sum);
        }
        part.put(y + j, sum);
      });
      return;
    }
    for (int j = 0; j < outputs; j++) {
      float sum = 0;
      for (int b = 0; b < size; b++) sum = fma(taps[b], line[j * sw + b], sum);
      y[j] = sum;
    }
  }

  // line[j*sw + b] += t[b] dy[j]
  void spreadColumns(const float* dy, int outputs, int count, float* line) const {
    if (sw == 2) return spreadPairs(dy, outputs, count, line);
    std::memset(line, 0, count * sizeof(float));
    for (int b = 0; b < size; b++) {
      if (sw == 1) {
        forVectors(outputs, [&](int64_t j, auto part) {
          part.put(line + b + j, fma(splat(taps[b]), part.get(dy + j), part.get(line + b + j)));
        });
      } else {
        for (int j = 0; j < outputs; j++) line[j * sw + b] = fma(taps[b], dy[j], line[j * sw + b]);
      }
    }
  }

  // The same where every second place is an output's: even places take the even taps, odd ones the odd.
  void spreadPairs(const float* dy, int outputs, int count, float* line) const {
    const int reach = (size - 1) / 2;
    float padded[kLine + 2 * VL];
    std::memset(padded, 0, reach * sizeof(float));
    std::memcpy(padded + reach, dy, outputs * sizeof(float));
    std::memset(padded + reach + outputs, 0, (reach + 2 * VL) * sizeof(float));
    for (int m = 0; 2 * m < count; m += VL) {
      V even{}, odd{};
      for (int b = 0; b < size; b += 2) even = fma(splat(taps[b]), load(padded + reach + m - b / 2), even);
      for (int b = 1; b < size; b += 2) odd = fma(splat(taps[b]), load(padded + reach + m - b / 2), odd);
      store(line + 2 * m, zipLow(even, odd));
      store(line + 2 * m + VL, zipHigh(even, odd));
    }
  }

  void spreadRows(float* line, int i, int first, int count, float* dx) const {
    const int from = (int)least(count, most(0, -first)), to = (int)most(from, least(count, width - first));
    for (int a = 0; a < size; a++) {
      const int h = source(u + i * sh + a - before(), height);
      if (h < 0) continue;
      float* row = dx + (int64_t)h * width;
      forVectors(to - from, [&](int64_t k, auto part) {
        part.put(row + first + from + k, fma(splat(taps[a]), part.get(line + from + k), part.get(row + first + from + k)));
      });
      for (int k = 0; k < count; k++) {
        if (k == from) k = to;
        const int w = k < count ? source(first + k, width) : -1;
        if (w >= 0) row[w] = fma(taps[a], line[k], row[w]);
      }
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
