// Element by element.
//   relu          y = x > 0 ? x : slope * x                 floor: 8 bytes an element
//   reluBackward  dx[m,i] = dy[m,i] * (y[m/K,i] > 0 ? 1 : slope)   floor: 8 bytes an element, and 4 for K of them
//   hyperbolicTangent  y = tanh(x)
//   tanhBackward  dx[m,i] = dy[m,i] * (1 - y[m/K,i]^2)
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

extern "C" __global__ void hyperbolicTangent(i64 count, const float* x, float* y) {
  const i64 i = globalIndex();
  if (i < count) y[i] = (float)tanh((double)x[i]);
}

/** count = N*K*size */
extern "C" __global__ void tanhBackward(i64 count, int cotangents, int size, const float* y, const float* dy, float* dx) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const float value = y[ofSample(i, cotangents, size)];
  dx[i] = (1 - value * value) * dy[i];
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
