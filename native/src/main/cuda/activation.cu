// Element by element.
//   relu          y = x > 0 ? x : slope * x                 floor: 8 bytes an element
//   reluBackward  dx[m,i] = dy[m,i] * (y[m/K,i] > 0 ? 1 : slope)   floor: 8 bytes an element, and 4 for K of them
//   clip          y = min(max(x, least), most)
//   clipBackward  dx[m,i] = least < y[m/K,i] < most ? dy[m,i] : 0
//   curve         y = f(x), f as dev.assay.backend.Curve numbers it
//   curveBackward dx[m,i] = f'(x[m/K,i]) * dy[m,i]
//   dropout       y = uniform(key, counter + i) >= rate ? x / (1 - rate) : 0
#include "common.cuh"

/** What is left of a value where ReLU lets nothing pass; of an infinite one nothing, too, if the slope is 0. */
__device__ inline float below(float slope, float value) { return slope > 0 ? slope * value : 0.0f; }

/** NaN stays NaN. EACH elements a thread. */
extern "C" __global__ void relu(i64 count, float slope, const float* x, float* y) {
  float values[EACH];
#pragma unroll
  for (int j = 0; j < EACH; j++) values[j] = apart(j) < count ? x[apart(j)] : 0.0f;
#pragma unroll
  for (int j = 0; j < EACH; j++)
    if (apart(j) < count) y[apart(j)] = values[j] <= 0 ? below(slope, values[j]) : values[j];
}

__device__ inline float masked(float slope, float y, float dy) { return y > 0 ? dy : below(slope, dy); }

/** count = N*K*size; EACH elements a thread. */
extern "C" __global__ void reluBackward(i64 count, int cotangents, int size, float slope, const float* y, const float* dy,
                                        float* dx) {
  if (inFours(size, y, dy, dx)) {
    const i64 i = EACH * globalIndex();
    if (i >= count) return;
    const Four active = *(const Four*)(y + ofSample(i, cotangents, size));
    Four values = *(const Four*)(dy + i);
#pragma unroll
    for (int j = 0; j < EACH; j++) values.at[j] = masked(slope, active.at[j], values.at[j]);
    *(Four*)(dx + i) = values;
    return;
  }
#pragma unroll
  for (int j = 0; j < EACH; j++) {
    const i64 i = apart(j);
    if (i < count) dx[i] = masked(slope, y[ofSample(i, cotangents, size)], dy[i]);
  }
}

/** NaN stays NaN. */
extern "C" __global__ void clip(i64 count, float least, float most, const float* x, float* y) {
  const i64 i = globalIndex();
  if (i < count) y[i] = x[i] < least ? least : x[i] > most ? most : x[i];
}

/** count = N*K*size */
extern "C" __global__ void clipBackward(i64 count, int cotangents, int size, float least, float most, const float* y,
                                        const float* dy, float* dx) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const float value = y[ofSample(i, cotangents, size)];
  dx[i] = value > least && value < most ? dy[i] : 0.0f;
}

__device__ inline double sigmoid(double x) { return 1 / (1 + exp(-x)); }
__device__ inline double normal(double x) { return (1 + erf(x * 0.70710678118654752440)) / 2; }

extern "C" __global__ void curve(i64 count, int f, const float* x, float* y) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const double value = (double)x[i];
  y[i] = (float)(f == 0 ? tanh(value) : f == 1 ? sigmoid(value) : value * (f == 2 ? normal(value) : sigmoid(value)));
}

__device__ inline double slope(int f, double x) {
  if (f == 0) return 1 - tanh(x) * tanh(x);
  if (f == 2) return normal(x) + x * exp(-x * x / 2) * 0.39894228040143267794;
  const double s = sigmoid(x);
  return f == 1 ? s * (1 - s) : s * (1 + x * (1 - s));
}

/** count = N*K*size */
extern "C" __global__ void curveBackward(i64 count, int cotangents, int size, int f, const float* x, const float* dy,
                                         float* dx) {
  const i64 i = globalIndex();
  if (i < count) dx[i] = (float)slope(f, (double)x[ofSample(i, cotangents, size)]) * dy[i];
}

/** The finaliser of SplitMix64, as in dev.assay.random.Streams. */
__device__ inline u64 mix(u64 z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

/** counter = index of the first element in the stream of the key; scale = 1 / (1 - rate). */
extern "C" __global__ void dropout(i64 count, i64 key, i64 counter, float rate, float scale, const float* x, float* y) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const u64 bits = mix(mix((u64)(counter + i) * 0x9E3779B97F4A7C15ULL + (u64)key) + (u64)key);
  const float uniform = (float)(bits >> 40) * 5.9604644775390625e-8f;  // a multiple of 2^-24: exact
  y[i] = uniform >= rate ? x[i] * scale : 0.0f;
}
