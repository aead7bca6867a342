// Softmax cross-entropy per sample.
//   loss = log sum_k exp(z[k] - max) - (z[label] - max),  dz[k] = scale (exp(z[k] - max) / sum - [k = label])
// A handful of classes per sample: plain loops in double, nothing to gain.
#pragma once
#include "vector.h"

namespace assay::ISA {

void softmaxCrossEntropy(int32_t n, int32_t classes, int64_t logits, int64_t labels, float scale, int64_t loss,
                         int64_t dLogits) {
  for (int64_t i = 0; i < n; i++) {
    const float* z = floats(logits) + i * classes;
    const int label = (int)floats(labels)[i];
    float max = z[0];
    for (int k = 1; k < classes; k++) max = z[k] > max ? z[k] : max;
    double sum = 0;
    for (int k = 0; k < classes; k++) sum += __builtin_exp((double)z[k] - max);
    floats(loss)[i] = (float)(__builtin_log(sum) - ((double)z[label] - max));
    if (dLogits) {
      float* dz = floats(dLogits) + i * classes;
      for (int k = 0; k < classes; k++)
        dz[k] = (float)(scale * (__builtin_exp((double)z[k] - max) / sum - (k == label ? 1 : 0)));
    }
  }
}

}  // namespace assay::ISA
