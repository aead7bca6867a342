// Sums of partial results and the updates of parameters, element by element.
// Measured (Gelem/s on one core, in L2 / over 17 MB per array): sgd 9.6 / 3.7, adam 6.4 / 2.5.
// Floor: bytes. sgd 20 per parameter (three reads, two writes), adam 28.
#pragma once
#include "vector.h"

namespace assay::ISA {

void sum(int32_t groups, int64_t count, int64_t partials, int64_t out) {
  const float* from = floats(partials);
  forVectors(count, [&](int64_t i, auto part) {
    V sum = part.get(from + i);
    for (int64_t g = 1; g < groups; g++) sum += part.get(from + g * count + i);
    part.put(floats(out) + i, sum);
  });
}

void sgd(int64_t count, int64_t parameters, int64_t gradient, int64_t velocity, float rate, float momentum,
         float weightDecay, bool nesterov) {
  float *p = floats(parameters), *v = floats(velocity);
  const float* g = floats(gradient);
  const V decay = splat(weightDecay), keep = splat(momentum), step = splat(-rate);
  forVectors(count, [&](int64_t i, auto part) {
    const V at = part.get(p + i), slope = fma(decay, at, part.get(g + i)), speed = fma(keep, part.get(v + i), slope);
    part.put(v + i, speed);
    part.put(p + i, fma(step, nesterov ? fma(keep, speed, slope) : speed, at));
  });
}

void adam(int64_t count, int64_t parameters, int64_t gradient, int64_t first, int64_t second, float rate, float beta1,
          float beta2, float epsilon, float weightDecay, int64_t step) {
  float *p = floats(parameters), *m = floats(first), *v = floats(second);
  const float* g = floats(gradient);
  const V decay = splat(weightDecay), keep1 = splat(beta1), keep2 = splat(beta2), add1 = splat(1 - beta1),
          add2 = splat(1 - beta2), small = splat(epsilon), back = splat(-rate);
  const V correct1 = splat((float)(1 / (1 - __builtin_pow(beta1, (double)step))));
  const V correct2 = splat((float)(1 / (1 - __builtin_pow(beta2, (double)step))));
  forVectors(count, [&](int64_t i, auto part) {
    const V at = part.get(p + i), slope = fma(decay, at, part.get(g + i));
    const V mean = fma(keep1, part.get(m + i), add1 * slope);
    const V square = fma(keep2, part.get(v + i), add2 * slope * slope);
    part.put(m + i, mean);
    part.put(v + i, square);
    part.put(p + i, fma(back, mean * correct1 / (squareRoot(square * correct2) + small), at));
  });
}

}  // namespace assay::ISA
