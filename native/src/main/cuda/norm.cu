// Batch normalisation per channel over samples, rows and columns; a vector is an image of one pixel.
//   statistics          mean and sum of squared deviations, in two passes
//   merge               Chan, Golub and LeVeque 1979, part after part
//   forward             y = gamma (x - mean) inverseDeviation + beta
//   backwardStatistics  sum dy*xhat, sum dy
//   backward            dx = gamma inverseDeviation (dy - dBeta/M - xhat dGamma/M)
// Floor: statistics read every element once (here twice, the second time mostly from the second-level cache).
//
// A sum over a channel is cut into parts of samples, one block each, so that few channels still fill the device; parts
// are then combined in their order.
#include "common.cuh"

/** Samples of part p of parts. */
__device__ inline int firstSample(int n, int p, int parts) { return (int)((i64)n * p / parts); }

/** Element number k of a channel, counted over the samples from `first` on. */
__device__ inline i64 place(int k, int first, int channel, int channels, int plane) {
  const int sample = (int)((unsigned)k / (unsigned)plane);
  return ((i64)(first + sample) * channels + channel) * plane + (k - sample * plane);
}

/** Blocks of BLOCK threads: channels * parts. out: parts x 2 x channels. */
extern "C" __global__ void batchNormStatistics(int n, int channels, int plane, int parts, const float* x, float* out) {
  __shared__ float shared[BLOCK];
  const int channel = blockIdx.x % channels, part = blockIdx.x / channels;
  const int first = firstSample(n, part, parts), count = (firstSample(n, part + 1, parts) - first) * plane;
  float sum = 0;
  for (int k = threadIdx.x; k < count; k += BLOCK) sum += x[place(k, first, channel, channels, plane)];
  const float mean = blockSum(sum, shared) / (float)count;
  float squares = 0, rest = 0;
  for (int k = threadIdx.x; k < count; k += BLOCK) {
    const float deviation = x[place(k, first, channel, channels, plane)] - mean;
    squares += deviation * deviation;
    rest += deviation;
  }
  // the mean is rounded: its error is what the deviations do not add up to
  const float correction = blockSum(rest, shared) / (float)count;
  squares = blockSum(squares, shared) - correction * correction * (float)count;
  if (threadIdx.x == 0) {
    out[2 * part * channels + channel] = mean + correction;
    out[(2 * part + 1) * channels + channel] = squares > 0 || squares != squares ? squares : 0.0f;
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

/** Parts of batchNormStatistics to one: out 2 x channels. One thread a channel. */
extern "C" __global__ void batchNormCombine(int n, int channels, int plane, int parts, const float* partials,
                                            float* out) {
  const int c = (int)globalIndex();
  if (c >= channels) return;
  Moments all = {0, 0, 0};
  for (int p = 0; p < parts; p++) {
    const int samples = firstSample(n, p + 1, parts) - firstSample(n, p, parts);
    include(all, (double)samples * plane, partials[2 * p * channels + c], partials[(2 * p + 1) * channels + c]);
  }
  out[c] = (float)all.mean;
  out[channels + c] = (float)all.squares;
}

/** One thread a channel. */
extern "C" __global__ void batchNormMerge(int slices, int channels, int batch, int slice, int plane, float momentum,
                                          float epsilon, const float* partials, float* mean, float* inverseDeviation,
                                          float* runningMean, float* runningVariance) {
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
  runningMean[c] = (float)(keep * runningMean[c] + momentum * all.mean);
  runningVariance[c] = (float)(keep * runningVariance[c] + momentum * (all.squares / free));
}

/** EACH elements a thread. */
extern "C" __global__ void batchNorm(i64 count, int channels, int plane, int relu, const float* x, const float* mean,
                                     const float* inverseDeviation, const float* gamma, const float* beta, float* y) {
  byChannel(count, channels, plane, x, x, y, [=](int c, float value, float) {
    value = gamma[c] * inverseDeviation[c] * (value - mean[c]) + beta[c];
    return relu ? positive(value) : value;
  });
}

/** Blocks of BLOCK threads: channels * parts. out: parts x 2 x channels. */
extern "C" __global__ void batchNormBackwardStatistics(int n, int channels, int plane, int parts, const float* x,
                                                       const float* dy, const float* mean,
                                                       const float* inverseDeviation, float* out) {
  __shared__ float shared[BLOCK];
  const int channel = blockIdx.x % channels, part = blockIdx.x / channels;
  const int first = firstSample(n, part, parts), count = (firstSample(n, part + 1, parts) - first) * plane;
  const float center = mean[channel], scale = inverseDeviation[channel];
  float products = 0, sum = 0;
  for (int k = threadIdx.x; k < count; k += BLOCK) {
    const i64 at = place(k, first, channel, channels, plane);
    products += dy[at] * ((x[at] - center) * scale);
    sum += dy[at];
  }
  products = blockSum(products, shared);
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) {
    out[2 * part * channels + channel] = products;
    out[(2 * part + 1) * channels + channel] = sum;
  }
}

/** inversePopulation = 1 / M; may run in place on dy. EACH elements a thread. */
extern "C" __global__ void batchNormBackward(i64 count, int channels, int plane, float inversePopulation, const float* x,
                                             const float* dy, const float* mean, const float* inverseDeviation,
                                             const float* gamma, const float* dGamma, const float* dBeta, float* dx) {
  byChannel(count, channels, plane, x, dy, dx, [=](int c, float value, float cotangent) {
    const float shift = dBeta[c] * inversePopulation, slope = inverseDeviation[c] * dGamma[c] * inversePopulation;
    return gamma[c] * inverseDeviation[c] * (cotangent - shift - slope * (value - mean[c]));
  });
}

/** EACH elements a thread. */
extern "C" __global__ void scaleChannels(i64 count, int channels, int plane, const float* dy, const float* scale,
                                         float* dx) {
  byChannel(count, channels, plane, dy, dy, dx, [=](int c, float value, float) { return scale[c] * value; });
}

/** sums[c] over samples, rows and columns. Blocks of BLOCK threads: channels * parts. out: parts x channels. */
extern "C" __global__ void channelSums(int n, int channels, int plane, int parts, const float* dy, float* out) {
  __shared__ float shared[BLOCK];
  const int channel = blockIdx.x % channels, part = blockIdx.x / channels;
  const int first = firstSample(n, part, parts), count = (firstSample(n, part + 1, parts) - first) * plane;
  float sum = 0;
  for (int k = threadIdx.x; k < count; k += BLOCK) sum += dy[place(k, first, channel, channels, plane)];
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) out[part * channels + channel] = sum;
}
