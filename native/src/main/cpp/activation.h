// ReLU, clipping, smooth functions and dropout.
// Floor: bytes, 4 per value read or written. Measured (Gelem/s on one core, in L2 / over 17 MB): ReLU 17 / 5.7, its
// backward 10 / 3.7, dropout 3 / 1.7 (two rounds of 64-bit multiplications per value).
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

// dev.assay.random.Streams.bits
ASSAY_INLINE uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
ASSAY_INLINE uint64_t streamBits(uint64_t key, uint64_t counter) {
  return mix(mix(counter * 0x9E3779B97F4A7C15ull + key) + key);
}

}  // namespace

namespace {

// What is left of values where ReLU lets nothing pass: nothing, even of an infinite one.
struct Nothing {
  ASSAY_INLINE V operator()(V) const { return V{}; }
};
struct Leak {
  V slope;
  ASSAY_INLINE V operator()(V a) const { return slope * a; }
};

template <class Below>
void relu(Below below, int64_t count, int64_t x, int64_t y) {
  forVectors(count, [&](int64_t i, auto part) {
    const V value = part.get(floats(x) + i);
    part.put(floats(y) + i, value <= V{} ? below(value) : value);
  });
}

// dx = back(y, dy), K cotangents for each sample.
template <class Back>
void backward(Back back, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  for (int64_t i = 0; i < n; i++) {
    const float* out = floats(y) + i * size;
    for (int64_t k = i * cotangents; k < (i + 1) * cotangents; k++) {
      const float* from = floats(dy) + k * size;
      float* to = floats(dx) + k * size;
      forVectors(size, [&](int64_t at, auto part) { part.put(to + at, back(part.get(out + at), part.get(from + at))); });
    }
  }
}

template <class Below>
void reluBackward(Below below, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  backward([&](V out, V cotangent) { return out > V{} ? cotangent : below(cotangent); }, n, cotangents, size, y, dy, dx);
}

}  // namespace

void relu(float slope, int64_t count, int64_t x, int64_t y) {
  slope == 0 ? relu(Nothing{}, count, x, y) : relu(Leak{splat(slope)}, count, x, y);
}

void reluBackward(float slope, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  slope == 0 ? reluBackward(Nothing{}, n, cotangents, size, y, dy, dx)
             : reluBackward(Leak{splat(slope)}, n, cotangents, size, y, dy, dx);
}

void clip(float least, float most, int64_t count, int64_t x, int64_t y) {
  const V low = splat(least), high = splat(most);
  forVectors(count, [&](int64_t i, auto part) {
    const V value = part.get(floats(x) + i);
    part.put(floats(y) + i, value < low ? low : value > high ? high : value);
  });
}

void clipBackward(float least, float most, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  const V low = splat(least), high = splat(most);
  backward([&](V out, V cotangent) { return (out > low) & (out < high) ? cotangent : V{}; }, n, cotangents, size, y, dy, dx);
}

namespace {

// Smooth functions and their slopes, as dev.assay.backend.Curve numbers them: in double precision, value by value, so
// that all instruction sets give the same bits.
inline double sigmoid(double x) { return 1 / (1 + __builtin_exp(-x)); }
inline double normal(double x) { return (1 + __builtin_erf(x * 0.70710678118654752440)) / 2; }

double curveValue(int32_t f, double x) {
  return f == 0 ? __builtin_tanh(x) : f == 1 ? sigmoid(x) : x * (f == 2 ? normal(x) : sigmoid(x));
}

double curveSlope(int32_t f, double x) {
  if (f == 0) return 1 - __builtin_tanh(x) * __builtin_tanh(x);
  if (f == 2) return normal(x) + x * __builtin_exp(-x * x / 2) * 0.39894228040143267794;
  const double s = sigmoid(x);
  return f == 1 ? s * (1 - s) : s * (1 + x * (1 - s));
}

}  // namespace

void curve(int32_t f, int64_t count, int64_t x, int64_t y) {
  for (int64_t i = 0; i < count; i++) floats(y)[i] = (float)curveValue(f, (double)floats(x)[i]);
}

// A slope serves all cotangents of its sample.
void curveBackward(int32_t f, int64_t n, int32_t cotangents, int64_t size, int64_t x, int64_t dy, int64_t dx) {
  constexpr int64_t SOME = 256;
  float slopes[SOME];
  for (int64_t i = 0; i < n; i++) {
    for (int64_t from = 0; from < size; from += SOME) {
      const int64_t some = least(SOME, size - from);
      for (int64_t j = 0; j < some; j++) slopes[j] = (float)curveSlope(f, (double)floats(x)[i * size + from + j]);
      for (int64_t k = i * cotangents; k < (i + 1) * cotangents; k++) {
        const float* in = floats(dy) + k * size + from;
        float* out = floats(dx) + k * size + from;
        for (int64_t j = 0; j < some; j++) out[j] = slopes[j] * in[j];
      }
    }
  }
}

void dropout(float rate, int64_t key, int64_t counter, int64_t count, int64_t x, int64_t y) {
  const float *from = floats(x), scale = 1 / (1 - rate);
  float* to = floats(y);
  for (int64_t i = 0; i < count; i++) {
    const float uniform = (float)(int32_t)(streamBits(key, counter + i) >> 40) * 0x1p-24f;
    to[i] = uniform >= rate ? from[i] * scale : 0.0f;
  }
}

}  // namespace assay::ISA
