// Equidistant points of segments, and the first of the largest logits.
//   point q = from[q / points] + t (to[q / points] - from[q / points]),  t = (q mod points) / (points - 1)
// In double and rounded once, without fma: the bits are those of the reference. Floor: 4 bytes a value written; the ends
// stay in cache.
#pragma once
#include "vector.h"

namespace assay::ISA {

void interpolate(int32_t n, int64_t size, int32_t points, int32_t first, int64_t from, int64_t to, int64_t out) {
  for (int64_t i = 0; i < n; i++) {
    const int64_t segment = (first + i) / points * size;
    const double t = (double)((first + i) % points) / (points - 1);
    const float *a = floats(from) + segment, *b = floats(to) + segment;
    float* point = floats(out) + i * size;
    for (int64_t j = 0; j < size; j++) point[j] = (float)(a[j] + t * ((double)b[j] - a[j]));
  }
}

void argmax(int32_t n, int32_t classes, int64_t logits, int64_t out) {
  for (int64_t i = 0; i < n; i++) {
    const float* z = floats(logits) + i * classes;
    int best = 0;
    for (int k = 0; k < classes && best >= 0; k++) {
      if (!(z[k] - z[k] == 0)) best = -1;  // neither infinite nor NaN
      else if (z[k] > z[best]) best = k;
    }
    floats(out)[i] = (float)best;
  }
}

}  // namespace assay::ISA
