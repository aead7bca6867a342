// Batch normalisation per channel over samples, rows and columns; a vector is an image of one pixel.
//   statistics          mean and sum of squared deviations, in two passes: from the first value, then from the mean that
//                       this gives, rounded, whose error the second pass finds. A constant channel has deviation 0
//   merge               Chan, Golub and LeVeque 1979, part after part
//   forward             y = gamma (x - mean) inverseDeviation + beta
//   backwardStatistics  sum dy*xhat, sum dy
//   backward            dx = gamma inverseDeviation (dy - dBeta/M - xhat dGamma/M)
// Floor: statistics read every element once (here twice, the second time from the first-level cache), backward
// statistics two; forward reads one and writes one, backward reads two and writes one.
//
// A sum over a channel is cut into parts of samples, one block each, so that few channels still fill the device. Which
// block ends last is not known, but it adds the parts in their order.
#include "common.cuh"

/** Samples of part p of parts. */
__device__ inline int firstSample(int n, int p, int parts) { return (int)((i64)n * p / parts); }

/** What a block of channels * parts adds up: some samples of one channel. */
struct Part {
  int channel, part, first, samples;
};

__device__ inline Part partOf(int n, int channels, int parts) {
  const int part = blockIdx.x / channels, first = firstSample(n, part, parts);
  return {(int)blockIdx.x % channels, part, first, firstSample(n, part + 1, parts) - first};
}

__device__ inline Four fourAt(const float* place, bool together) {
  return together ? *(const Four*)place : Four{{place[0], place[1], place[2], place[3]}};
}

/**
 * Calls f(a[i], b[i]) for each element of a part that falls to this thread of BLOCK. Which ones these are is a matter of
 * shapes alone, or sums would depend on where a tensor lies.
 */
template <class Function>
__device__ inline void ofPart(Part p, int channels, int plane, const float* a, const float* b, Function f) {
  const bool fours = plane % EACH == 0, together = inFours(plane, a, b, a);
  const int row = fours ? plane / EACH : plane;
  const i64 from = ((i64)p.first * channels + p.channel) * plane, stride = (i64)channels * plane;
  const int count = p.samples * row;
  if (fours) {
#pragma unroll 4
    for (int k = threadIdx.x; k < count; k += BLOCK) {
      const int sample = (int)((unsigned)k / (unsigned)row);
      const i64 at = from + sample * stride + EACH * (k - sample * row);
      const Four x = fourAt(a + at, together), z = fourAt(b + at, together);
#pragma unroll
      for (int j = 0; j < EACH; j++) f(x.at[j], z.at[j]);
    }
  } else {
#pragma unroll 4
    for (int k = threadIdx.x; k < count; k += BLOCK) {
      const int sample = (int)((unsigned)k / (unsigned)row);
      const i64 at = from + sample * stride + (k - sample * row);
      f(a[at], b[at]);
    }
  }
}

/** out[i] = sum_p partials[p,i], in the order of p, by one block. */
__device__ inline void addParts(int parts, int count, const float* partials, float* out) {
  for (int i = threadIdx.x; i < count; i += BLOCK) {
    float sum = 0;
#pragma unroll 8
    for (int p = 0; p < parts; p++) sum += __ldcg(partials + (i64)p * count + i);
    out[i] = sum;
  }
}

/** Blocks of BLOCK threads: channels * parts. partials: parts x 2 x channels; out: 2 x channels. */
extern "C" __global__ void batchNormStatistics(int n, int channels, int plane, int parts, const float* x,
                                               float* partials, unsigned* counter, float* out) {
  __shared__ float shared[BLOCK];
  const Part part = partOf(n, channels, parts);
  const float count = (float)part.samples * (float)plane;
  const float origin = x[((i64)part.first * channels + part.channel) * plane];
  float sum = 0;
  ofPart(part, channels, plane, x, x, [&](float value, float) { sum += value - origin; });
  const float mean = origin + blockSum(sum, shared) / count;
  float squares = 0, rest = 0;
  ofPart(part, channels, plane, x, x, [&](float value, float) {
    const float deviation = value - mean;
    squares += deviation * deviation;
    rest += deviation;
  });
  const float correction = blockSum(rest, shared) / count;
  squares = blockSum(squares, shared) - correction * correction * count;
  if (threadIdx.x == 0) {
    float* to = partials + 2 * part.part * channels + part.channel;
    to[0] = mean + correction;
    to[channels] = squares > 0 || squares != squares ? squares : 0.0f;
  }
  if (parts == 1 || !isLastBlock(counter)) return;
  for (int c = threadIdx.x; c < channels; c += BLOCK) {
    double all = 0, deviations = 0;
    for (int p = 0; p < parts; p++)
      all += (double)(firstSample(n, p + 1, parts) - firstSample(n, p, parts)) * __ldcg(partials + 2 * p * channels + c);
    all /= n;
    for (int p = 0; p < parts; p++) {
      const double samples = firstSample(n, p + 1, parts) - firstSample(n, p, parts);
      const double apart = __ldcg(partials + 2 * p * channels + c) - all;
      deviations += __ldcg(partials + (2 * p + 1) * channels + c) + samples * plane * apart * apart;
    }
    out[c] = (float)all;
    out[channels + c] = (float)deviations;
  }
}

/** The mean and squared deviations of one channel, and how many values they stand for. */
struct Moments {
  double count, mean, squares;
};

__device__ inline void include(Moments& all, double count, double mean, double squares) {
  const double delta = mean - all.mean, total = all.count + count;
  all.mean += delta * count / total;
  all.squares += squares + delta * delta * all.count * count / total;
  all.count = total;
}

/** One thread a channel; bias may be null. */
extern "C" __global__ void batchNormMerge(int slices, int channels, int batch, int slice, int plane, float momentum,
                                          float epsilon, const float* partials, const float* bias, float* mean,
                                          float* inverseDeviation, float* runningMean, float* runningVariance) {
  const int c = (int)globalIndex();
  if (c >= channels) return;
  Moments all = {0, 0, 0};
  for (int g = 0; g < slices; g++) {
    const int samples = g < slices - 1 ? slice : batch - slice * (slices - 1);
    include(all, (double)samples * plane, partials[2 * (i64)g * channels + c], partials[(2 * (i64)g + 1) * channels + c]);
  }
  const double keep = 1 - (double)momentum, free = all.count > 1 ? all.count - 1 : 1;
  mean[c] = (float)all.mean;
  inverseDeviation[c] = (float)(1 / sqrt(all.squares / all.count + (double)epsilon));
  runningMean[c] = (float)(keep * runningMean[c] + momentum * (bias ? all.mean + bias[c] : all.mean));
  runningVariance[c] = (float)(keep * runningVariance[c] + momentum * (all.squares / free));
}

/** y before ReLU. Written so that the compiler has no choice: forward and backward agree on what is positive. */
__device__ inline float normalised(float x, float mean, float inverseDeviation, float gamma, float beta) {
  return fmaf(gamma * inverseDeviation, x - mean, beta);
}

/** EACH elements a thread. */
extern "C" __global__ void batchNorm(i64 count, int channels, int plane, int relu, const float* x, const float* mean,
                                     const float* inverseDeviation, const float* gamma, const float* beta, float* y) {
  byChannel(count, channels, plane, x, x, y, [=](int c, float value, float) {
    value = normalised(value, mean[c], inverseDeviation[c], gamma[c], beta[c]);
    return relu ? positive(value) : value;
  });
}

/** Blocks of BLOCK threads: channels * parts. partials: parts x 2 x channels; out: 2 x channels. */
extern "C" __global__ void batchNormBackwardStatistics(int n, int channels, int plane, int parts, int relu,
                                                       const float* x, const float* dy, const float* mean,
                                                       const float* inverseDeviation, const float* gamma,
                                                       const float* beta, float* partials, unsigned* counter,
                                                       float* out) {
  __shared__ float shared[BLOCK];
  const Part part = partOf(n, channels, parts);
  const int c = part.channel;
  const float center = mean[c], scale = inverseDeviation[c], slope = gamma[c], level = beta[c];
  float products = 0, sum = 0;
  ofPart(part, channels, plane, x, dy, [&](float value, float cotangent) {
    if (relu && !(normalised(value, center, scale, slope, level) > 0)) cotangent = 0;
    products += cotangent * ((value - center) * scale);
    sum += cotangent;
  });
  products = blockSum(products, shared);
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) {
    float* to = partials + 2 * part.part * channels + c;
    to[0] = products;
    to[channels] = sum;
  }
  if (parts > 1 && isLastBlock(counter)) addParts(parts, 2 * channels, partials, out);
}

/** inversePopulation = 1 / M; may run in place on dy. EACH elements a thread. */
extern "C" __global__ void batchNormBackward(i64 count, int channels, int plane, int relu, float inversePopulation,
                                             const float* x, const float* dy, const float* mean,
                                             const float* inverseDeviation, const float* gamma, const float* beta,
                                             const float* dGamma, const float* dBeta, float* dx) {
  byChannel(count, channels, plane, x, dy, dx, [=](int c, float value, float cotangent) {
    const float shift = dBeta[c] * inversePopulation, slope = inverseDeviation[c] * dGamma[c] * inversePopulation;
    if (relu && !(normalised(value, mean[c], inverseDeviation[c], gamma[c], beta[c]) > 0)) cotangent = 0;
    return gamma[c] * inverseDeviation[c] * (cotangent - shift - slope * (value - mean[c]));
  });
}

/** EACH elements a thread. */
extern "C" __global__ void scaleChannels(i64 count, int channels, int plane, const float* dy, const float* scale,
                                         float* dx) {
  byChannel(count, channels, plane, dy, dy, dx, [=](int c, float value, float) { return scale[c] * value; });
}

/** out[c]: over samples, rows and columns. Blocks of BLOCK threads: channels * parts. partials: parts x channels. */
extern "C" __global__ void channelSums(int n, int channels, int plane, int parts, const float* dy, float* partials,
                                       unsigned* counter, float* out) {
  __shared__ float shared[BLOCK];
  const Part part = partOf(n, channels, parts);
  float sum = 0;
  ofPart(part, channels, plane, dy, dy, [&](float value, float) { sum += value; });
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) partials[part.part * channels + part.channel] = sum;
  if (parts > 1 && isLastBlock(counter)) addParts(parts, channels, partials, out);
}
