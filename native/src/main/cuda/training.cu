// Loss, sums over partial results, optimisers.
// Floor: sgd reads 12 and writes 8 bytes a parameter, adam 16 and 12.
#include "common.cuh"

// One thread takes a sample: with some tens of classes a row is one or two cache lines, and sums run in order.
/** loss = log sum exp(z - max) - (z[label] - max), dz = scale (softmax - one-hot); dLogits may be null. */
extern "C" __global__ void softmaxCrossEntropy(int n, int classes, float scale, const float* logits, const float* labels,
                                               float* loss, float* dLogits) {
  const i64 row = globalIndex();
  if (row >= n) return;
  const float* z = logits + row * classes;
  float max = z[0];
  for (int k = 1; k < classes; k++) max = z[k] > max ? z[k] : max;
  float sum = 0;
  for (int k = 0; k < classes; k++) sum += expf(z[k] - max);
  const int label = (int)labels[row];
  loss[row] = logf(sum) - (z[label] - max);
  if (!dLogits) return;
  for (int k = 0; k < classes; k++)
    dLogits[row * classes + k] = scale * (expf(z[k] - max) / sum - (k == label ? 1.0f : 0.0f));
}

/** out[i] = sum_g partials[g,i], in the order of g. */
extern "C" __global__ void sum(int groups, i64 count, const float* partials, float* out) {
  const i64 i = globalIndex();
  if (i >= count) return;
  float total = 0;
  for (int g = 0; g < groups; g++) total += partials[g * count + i];
  out[i] = total;
}

extern "C" __global__ void sgd(i64 count, float rate, float momentum, float weightDecay, int nesterov,
                               const float* gradient, float* parameters, float* velocity) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const float g = gradient[i] + weightDecay * parameters[i];
  const float v = momentum * velocity[i] + g;
  velocity[i] = v;
  parameters[i] -= rate * (nesterov ? g + momentum * v : v);
}

/** firstCorrection = 1 - beta1^t, secondCorrection = 1 - beta2^t. */
extern "C" __global__ void adam(i64 count, float rate, float beta1, float beta2, float firstCorrection,
                                float secondCorrection, float epsilon, float weightDecay, const float* gradient,
                                float* parameters, float* first, float* second) {
  const i64 i = globalIndex();
  if (i >= count) return;
  const float g = gradient[i] + weightDecay * parameters[i];
  const float m = beta1 * first[i] + (1.0f - beta1) * g;
  const float v = beta2 * second[i] + (1.0f - beta2) * g * g;
  first[i] = m;
  second[i] = v;
  parameters[i] -= rate * (m / firstCorrection) / (sqrtf(v / secondCorrection) + epsilon);
}
