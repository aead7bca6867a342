// Points of segments and their classes: two ends go to the card, class numbers come back.
//   interpolate  point q = from[q / points] + t (to[q / points] - from[q / points]), t = (q mod points) / (points - 1)
//   argmax       the first of the largest logits, -1 where one is not finite
// Floor: 4 bytes a value written; the ends stay in cache.
#include "common.cuh"

/** In double, rounded once and never contracted: the bits are those of the processor. count = values of the points. */
extern "C" __global__ void interpolate(i64 count, int size, int points, int first, const float* from, const float* to,
                                       float* out) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 row = quotient(index, size);
  const i64 point = first + row;
  const i64 segment = quotient(point, points);
  const double t = (double)(point - segment * points) / (points - 1);
  const i64 at = segment * size + (index - row * size);
  const double a = from[at];
  out[index] = (float)__dadd_rn(a, __dmul_rn(t, to[at] - a));
}

/** One thread a sample. */
extern "C" __global__ void argmax(int n, int classes, const float* logits, float* out) {
  const i64 row = globalIndex();
  if (row >= n) return;
  const float* z = logits + row * classes;
  int best = 0;
  for (int k = 0; k < classes; k++) {
    if (!(z[k] - z[k] == 0)) {  // infinite or NaN
      best = -1;
      break;
    }
    if (z[k] > z[best]) best = k;
  }
  out[row] = (float)best;
}
