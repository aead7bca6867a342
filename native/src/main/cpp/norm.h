// BatchNorm over the samples and positions of a channel; a vector counts as channels of one position.
//   statistics            mean, sum (x - mean)^2 of a slice, from the sums of d and d^2 with d = x - c and c the mean of the
//                         first sample (found from what its values are above the first one); once more about the new mean
//                         if c was more than a deviation from it. So sums err by the size of differences, never by that
//                         of the values, and a constant channel has deviation 0, however large it is
//   merge                 Chan et al. 1979: M2 = M2a + M2b + d^2 na nb / n in double, in the order of the slices
//   forward               y = gamma (x - mean) inv + beta
//   backward statistics   sum dy xhat, sum dy with xhat = (x - mean) inv
//   backward              dx = gamma inv (dy - dbeta/M - xhat dgamma/M)
// Floor: bytes. Statistics read x once and its first sample twice, forward reads and writes one array, backward reads two
// (twice over both passes) and writes one.
//
// Measured (Gelem/s on one core, in L2 / over 17 MB): statistics 22 / 11, forward 17 / 8, backward statistics 13 / 4.5,
// backward 9 / 4.7: the last figures are those of memory.
// Backward of a batch larger than the caches moves 24 bytes per value: x and dy twice, dx written, its line read before.
// No kernel changes that: the sums of all slices stand between the two passes.
//
// Sums: four vectors of float lanes, emptied into double every 4096 values or a plane more.
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

struct Channels {
  int n, channels, plane;

  // Sums over a channel: term(index, part, lanes) adds to K vectors.
  template <int K, class Term>
  ASSAY_INLINE void sum(int c, double (&sums)[K], Term term) const {
    V lanes[4][K] = {};
    for (double& s : sums) s = 0;
    int64_t pending = 0;  // values in the lanes
    for (int i = 0; i < n; i++) {
      const int64_t first = ((int64_t)i * channels + c) * plane;
      for (int64_t p = 0; p < plane;) {
        const int64_t start = p, stop = least(plane, p + 4096);
        for (; p + 4 * VL <= stop; p += 4 * VL)
          for (int u = 0; u < 4; u++) term(first + p + u * VL, Whole{}, lanes[u]);
        for (; p + VL <= stop; p += VL) term(first + p, Whole{}, lanes[0]);
        if (p < stop) term(first + p, Tail{stop - p}, lanes[1]);
        pending += stop - start;
        p = stop;
        if (pending >= 4096) {
          flush(lanes, sums);
          pending = 0;
        }
      }
    }
    flush(lanes, sums);
  }

  template <int K>
  ASSAY_INLINE static void flush(V (&lanes)[4][K], double (&sums)[K]) {
    for (int k = 0; k < K; k++) {
      sums[k] += total((lanes[0][k] + lanes[1][k]) + (lanes[2][k] + lanes[3][k]));
      for (int u = 0; u < 4; u++) lanes[u][k] = V{};
    }
  }

  // step(parameter, over) per channel and sample: parameter(p) is the channel's entry of p, over(run) calls
  // run(index, part) for its values. For vectors the lanes are channels.
  template <class Step>
  ASSAY_INLINE void forAll(Step step) const {
    if (plane == 1) {
      for (int i = 0; i < n; i++)
        forVectors(channels, [&](int64_t c, auto part) {
          step([&](const float* p) { return part.get(p + c); }, [&](auto run) { run((int64_t)i * channels + c, part); });
        });
    } else {
      for (int i = 0; i < n; i++)
        for (int c = 0; c < channels; c++)
          step([&](const float* p) { return splat(p[c]); },
               [&](auto run) {
                 const int64_t first = ((int64_t)i * channels + c) * plane;
                 forVectors(plane, [&](int64_t p, auto part) { run(first + p, part); });
               });
    }
  }
};

}  // namespace

void batchNormStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t partial) {
  const float* from = floats(x);
  float* means = floats(partial);
  float* squares = means + channels;
  if (plane == 1) {
    forVectors(channels, [&](int64_t c, auto part) {
      const V origin = part.get(from + c);
      V sum{}, square{};
      for (int64_t i = 0; i < n; i++) sum += part.get(from + i * channels + c) - origin;
      const V mean = origin + sum / splat((float)n);
      for (int64_t i = 0; i < n; i++) {
        const V d = part.get(from + i * channels + c) - mean;
        square = fma(d, d, square);
      }
      part.put(means + c, mean);
      part.put(squares + c, square);
    });
    return;
  }
  const Channels all{n, channels, plane}, one{1, channels, plane};
  const double count = (double)n * plane;
  for (int c = 0; c < channels; c++) {
    const float first = from[(int64_t)c * plane];
    double sum[1], sums[2];
    const V origin = splat(first);
    one.sum(c, sum, [&](int64_t i, auto part, V (&lanes)[1]) { lanes[0] += part.deviation(from + i, origin); });
    means[c] = (float)(first + sum[0] / plane);
    bool far = true;
    for (int round = 0; far && round < 2; round++) {
      const V center = splat(means[c]);
      all.sum(c, sums, [&](int64_t i, auto part, V (&lanes)[2]) {
        const V d = part.deviation(from + i, center);
        lanes[0] += d;
        lanes[1] = fma(d, d, lanes[1]);
      });
      const double shift = sums[0] / count, lost = shift * sums[0];
      means[c] = (float)(means[c] + shift);
      squares[c] = (float)(sums[1] - lost);
      far = 2 * lost > sums[1];
    }
  }
}

void batchNormMerge(int32_t slices, int32_t channels, int32_t batch, int32_t slice, int32_t plane, float momentum,
                    float epsilon, int64_t partials, int64_t bias, int64_t mean, int64_t inverseDeviation,
                    int64_t runningMean, int64_t runningVariance) {
  for (int c = 0; c < channels; c++) {
    double count = 0, center = 0, squares = 0;
    for (int g = 0; g < slices; g++) {
      const float* partial = floats(partials) + (int64_t)g * 2 * channels + c;
      const double more = (double)plane * (g < slices - 1 ? slice : batch - (int64_t)(slices - 1) * slice);
      const double delta = partial[0] - center;
      center += delta * more / (count + more);
      squares += partial[channels] + delta * delta * count * more / (count + more);
      count += more;
    }
    const double unbiased = squares / (count > 1 ? count - 1 : 1);
    floats(mean)[c] = (float)center;
    floats(inverseDeviation)[c] = (float)(1 / __builtin_sqrt(squares / count + epsilon));
    float& m = floats(runningMean)[c];
    float& v = floats(runningVariance)[c];
    m = (float)((1.0 - momentum) * m + momentum * (bias ? center + floats(bias)[c] : center));
    v = (float)((1.0 - momentum) * v + momentum * unbiased);
  }
}

void batchNorm(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t mean, int64_t inverseDeviation,
               int64_t gamma, int64_t beta, bool relu, int64_t y) {
  const float* from = floats(x);
  float* to = floats(y);
  Channels{n, channels, plane}.forAll([&](auto parameter, auto over) {
    const V m = parameter(floats(mean)), b = parameter(floats(beta));
    const V scale = parameter(floats(gamma)) * parameter(floats(inverseDeviation));
    if (relu) {
      over([&](int64_t i, auto part) { part.put(to + i, rectify(fma(part.get(from + i) - m, scale, b))); });
    } else {
      over([&](int64_t i, auto part) { part.put(to + i, fma(part.get(from + i) - m, scale, b)); });
    }
  });
}

namespace {

// What the backward of a channel sees of dy: all of it, or, behind ReLU, what passed it. The forward pass computes its
// values the same way, so both agree on what is positive.
struct Passed {
  V mean, scale, shift;

  template <class Part>
  ASSAY_INLINE V operator()(Part part, const float* x, const float* dy) const {
    return fma(part.get(x) - mean, scale, shift) > V{} ? part.get(dy) : V{};
  }
};

struct All {
  template <class Part>
  ASSAY_INLINE V operator()(Part part, const float*, const float* dy) const {
    return part.get(dy);
  }
};

}  // namespace

void batchNormBackwardStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                                 int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t partial) {
  const float *from = floats(x), *g = floats(dy), *means = floats(mean), *inverse = floats(inverseDeviation);
  const float *gammas = floats(gamma), *betas = floats(beta);
  float* dGamma = floats(partial);
  float* dBeta = dGamma + channels;
  if (plane == 1) {
    forVectors(channels, [&](int64_t c, auto part) {
      const V m = part.get(means + c);
      const auto add = [&](auto seen) {
        V sum{}, product{};
        for (int64_t i = 0; i < n; i++) {
          const int64_t at = i * channels + c;
          const V d = seen(part, from + at, g + at);
          product = fma(d, part.get(from + at) - m, product);
          sum += d;
        }
        part.put(dGamma + c, product * part.get(inverse + c));
        part.put(dBeta + c, sum);
      };
      relu ? add(Passed{m, part.get(gammas + c) * part.get(inverse + c), part.get(betas + c)}) : add(All{});
    });
    return;
  }
  const Channels all{n, channels, plane};
  for (int c = 0; c < channels; c++) {
    const V m = splat(means[c]);
    const auto add = [&](auto seen) {
      double sums[2];
      all.sum(c, sums, [&](int64_t i, auto part, V (&lanes)[2]) {
        const V d = seen(part, from + i, g + i);
        lanes[0] = fma(d, part.get(from + i) - m, lanes[0]);
        lanes[1] += d;
      });
      dGamma[c] = (float)(sums[0] * inverse[c]);
      dBeta[c] = (float)sums[1];
    };
    relu ? add(Passed{m, splat(gammas[c]) * splat(inverse[c]), splat(betas[c])}) : add(All{});
  }
}

void batchNormBackward(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                       int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t dGamma, int64_t dBeta,
                       int64_t population, int64_t dx) {
  const float *from = floats(x), *g = floats(dy);
  float* to = floats(dx);
  const V share = splat((float)(1.0 / (double)population));
  Channels{n, channels, plane}.forAll([&](auto parameter, auto over) {
    const V m = parameter(floats(mean)), inverse = parameter(floats(inverseDeviation));
    const V scale = parameter(floats(gamma)) * inverse;
    const V shift = parameter(floats(dBeta)) * share, slope = V{} - parameter(floats(dGamma)) * share * inverse;
    const auto pass = [&](auto seen) {
      over([&](int64_t i, auto part) {
        part.put(to + i, scale * fma(part.get(from + i) - m, slope, seen(part, from + i, g + i) - shift));
      });
    };
    relu ? pass(Passed{m, scale, parameter(floats(beta))}) : pass(All{});
  });
}

void scaleChannels(int32_t n, int32_t channels, int32_t plane, int64_t dy, int64_t scale, int64_t dx) {
  const float* from = floats(dy);
  float* to = floats(dx);
  Channels{n, channels, plane}.forAll([&](auto parameter, auto over) {
    const V s = parameter(floats(scale));
    over([&](int64_t i, auto part) { part.put(to + i, s * part.get(from + i)); });
  });
}

}  // namespace assay::ISA
