// Checks every kernel against its obvious loop in double, at every instruction set this processor has, over awkward
// shapes; and that a sample's result has the same bits at any place of a batch of any size.
#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "kernels.h"

namespace {

using Floats = std::vector<float>;

int passed = 0, failed = 0;
std::string where;

void in(const char* format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  where = text;
}

void check(bool good, const char* what) {
  good ? passed++ : failed++;
  if (!good && failed <= 20) std::printf("FAILED %s: %s\n", where.c_str(), what);
}

uint32_t state = 1;
float random() {  // in [-1, 1)
  state = state * 1664525u + 1013904223u;
  return (float)(int32_t)state * 0x1p-31f;
}
Floats randoms(int64_t n) {
  Floats values(n);
  for (float& v : values) v = random();
  return values;
}

// Blocks of exactly the size asked for, so that the address sanitizer sees every access beyond.
int64_t at(const Floats& values) { return values.empty() ? 0 : reinterpret_cast<int64_t>(values.data()); }
const float kUnwritten = 12345.0f;
Floats output(int64_t n) { return Floats(n, kUnwritten); }
Floats scratch(int64_t n) { return Floats(n + 1, NAN); }  // what is left in it must not matter

void near(const Floats& actual, const std::vector<double>& expected, double tolerance, const char* what) {
  bool good = actual.size() == expected.size();
  for (size_t i = 0; good && i < actual.size(); i++) {
    good = std::fabs(actual[i] - expected[i]) <= tolerance * (1 + std::fabs(expected[i]));
    if (!good && failed < 20) std::printf("  [%zu] %.9g, expected %.9g\n", i, actual[i], expected[i]);
  }
  check(good, what);
}

void same(const float* a, const float* b, int64_t n, const char* what) {
  check(std::memcmp(a, b, n * sizeof(float)) == 0, what);
}

struct Shape {
  int kh, kw, sh, sw, ph, pw, c, h, w, o;
  int rows() const { return (h + 2 * ph - kh) / sh + 1; }
  int columns() const { return (w + 2 * pw - kw) / sw + 1; }
  int64_t in() const { return (int64_t)c * h * w; }
  int64_t out() const { return (int64_t)o * rows() * columns(); }
  int64_t weights() const { return (int64_t)o * c * kh * kw; }
  void name(const char* kernel, int n) const {
    ::in("%s n=%d %dx%d/%dx%d+%dx%d %dx%dx%d -> %d", kernel, n, kh, kw, sh, sw, ph, pw, c, h, w, o);
  }
};
#define WINDOW(s) s.kh, s.kw, s.sh, s.sw, s.ph, s.pw

// Calls each(index of y, index of x, index of w) for all products of sample-local indices.
template <class Each>
void products(const Shape& s, Each each) {
  for (int o = 0; o < s.o; o++)
    for (int i = 0; i < s.rows(); i++)
      for (int j = 0; j < s.columns(); j++)
        for (int c = 0; c < s.c; c++)
          for (int a = 0; a < s.kh; a++)
            for (int b = 0; b < s.kw; b++) {
              const int y = i * s.sh + a - s.ph, x = j * s.sw + b - s.pw;
              if (y < 0 || y >= s.h || x < 0 || x >= s.w) continue;
              each(((int64_t)o * s.rows() + i) * s.columns() + j, ((int64_t)c * s.h + y) * s.w + x,
                   (((int64_t)o * s.c + c) * s.kh + a) * s.kw + b);
            }
}

void convolution(const Shape& s, int n) {
  const Floats x = randoms(n * s.in()), w = randoms(s.weights()), bias = randoms(s.o), dy = randoms(n * s.out());
  Floats forward = output(assay::convPackedSize(WINDOW(s), s.c, s.o, false));
  Floats backward = output(assay::convPackedSize(WINDOW(s), s.c, s.o, true));
  Floats work = scratch(assay::convScratchSize(WINDOW(s), s.c, s.h, s.w, s.o));
  assay::convPack(WINDOW(s), s.c, s.o, false, at(w), at(forward));
  assay::convPack(WINDOW(s), s.c, s.o, true, at(w), at(backward));
  const auto conv = [&](int count, const float* from, bool biased, bool relu, Floats& y) {
    assay::conv(WINDOW(s), count, s.c, s.h, s.w, s.o, reinterpret_cast<int64_t>(from), at(forward),
                biased ? at(bias) : 0, relu, at(y), at(work));
  };
  const auto back = [&](int count, const float* from, Floats& dx) {
    assay::convBackwardData(WINDOW(s), count, s.c, s.h, s.w, s.o, reinterpret_cast<int64_t>(from), at(backward), at(dx),
                            at(work));
  };
  std::vector<double> y(n * s.out()), dx(n * s.in()), dw(s.weights()), db(s.o), rectified(n * s.out());
  for (int k = 0; k < n; k++) {
    for (int64_t i = 0; i < s.out(); i++) {
      y[k * s.out() + i] = bias[i / (s.rows() * s.columns())];
      db[i / (s.rows() * s.columns())] += dy[k * s.out() + i];
    }
    products(s, [&](int64_t yi, int64_t xi, int64_t wi) {
      y[k * s.out() + yi] += (double)w[wi] * x[k * s.in() + xi];
      dx[k * s.in() + xi] += (double)w[wi] * dy[k * s.out() + yi];
      dw[wi] += (double)dy[k * s.out() + yi] * x[k * s.in() + xi];
    });
  }
  for (size_t i = 0; i < y.size(); i++) rectified[i] = y[i] > 0 ? y[i] : 0;
  // Winograd's form errs as much in short sums as the direct ones in sums of four hundred terms.
  const auto tolerance = [&](int product, double terms) {
    const bool winograd = assay::convForm(WINDOW(s), s.c, s.h, s.w, s.o, product) >= 3;
    return 1.2e-7 * (4 + (winograd ? std::max(terms, 400.0) : terms));
  };
  const double forwardTolerance = tolerance(0, s.c * s.kh * s.kw), dataTolerance = tolerance(1, s.o * s.kh * s.kw);
  const double weightTolerance = tolerance(2, (double)n * s.rows() * s.columns());

  s.name("conv", n);
  Floats actual = output(n * s.out());
  conv(n, x.data(), true, false, actual);
  near(actual, y, forwardTolerance, "forward");
  for (int k = 0; k < n; k++) {
    Floats one = output(s.out());
    conv(1, x.data() + k * s.in(), true, false, one);
    same(one.data(), actual.data() + k * s.out(), s.out(), "forward: sample alone has other bits");
  }
  conv(n, x.data(), true, true, actual);
  near(actual, rectified, forwardTolerance, "forward with relu");
  conv(n, x.data(), false, false, actual);
  for (size_t i = 0; i < y.size(); i++) y[i] -= bias[i % s.out() / (s.rows() * s.columns())];
  near(actual, y, forwardTolerance, "forward without bias");

  Floats actualData = output(n * s.in());
  back(n, dy.data(), actualData);
  near(actualData, dx, dataTolerance, "backward data");
  for (int k = 0; k < n; k++) {
    Floats one = output(s.in());
    back(1, dy.data() + k * s.out(), one);
    same(one.data(), actualData.data() + k * s.in(), s.in(), "backward data: sample alone has other bits");
  }

  Floats actualWeights = output(s.weights()), actualBias = output(s.o);
  assay::convBackwardWeights(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(dy), at(actualWeights), at(actualBias), at(work));
  near(actualWeights, dw, weightTolerance, "backward weights");
  near(actualBias, db, weightTolerance, "backward bias");
  Floats again = output(s.weights());
  assay::convBackwardWeights(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(dy), at(again), 0, at(work));
  same(again.data(), actualWeights.data(), s.weights(), "backward weights without bias");

  for (int parts : {2, 3, 5}) {
    Floats y = output(n * s.out()), data = output(n * s.in()), weights = output(s.weights()), biases = output(s.o);
    for (int part = parts - 1; part >= 0; part--) {
      Floats own = scratch(assay::convScratchSize(WINDOW(s), s.c, s.h, s.w, s.o));
      assay::conv(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(forward), 0, false, at(y), at(own), part, parts);
      assay::convBackwardData(WINDOW(s), n, s.c, s.h, s.w, s.o, at(dy), at(backward), at(data), at(own), part, parts);
      assay::convBackwardWeights(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(dy), at(weights), at(biases), at(own), part,
                                 parts);
    }
    same(y.data(), actual.data(), n * s.out(), "forward in parts");
    same(data.data(), actualData.data(), n * s.in(), "backward data in parts");
    same(weights.data(), actualWeights.data(), s.weights(), "backward weights in parts");
    same(biases.data(), actualBias.data(), s.o, "backward bias in parts");
  }
}

// Images with a constant background: windows with the same contents side by side have the same outputs to the bit, or a
// maximum over them would not know which came first.
void constantRegions(const Shape& s, int n) {
  const Floats w = randoms(s.weights()), bias = randoms(s.o), background = randoms(s.c);
  Floats x = randoms(n * s.in());
  for (int k = 0; k < n; k++) {
    const int top = s.h * (k % 3) / 3, bottom = top + s.h / 3, left = s.w * (k % 5) / 8, right = left + s.w / 4;
    for (int64_t i = 0; i < s.in(); i++) {
      const int row = (int)(i / s.w % s.h), column = (int)(i % s.w);
      const bool across = k == 2 ? (column >= 3 && column < s.w - 4) || column == s.w - 1 : column >= left && column < right;
      const bool drawn = k != 3 && row >= top && row < bottom && across;
      if (!drawn) x[k * s.in() + i] = k == 1 ? 0 : background[i / (s.h * s.w)];
    }
  }
  s.name("constant regions, conv", n);
  Floats forward = output(assay::convPackedSize(WINDOW(s), s.c, s.o, false));
  assay::convPack(WINDOW(s), s.c, s.o, false, at(w), at(forward));
  Floats work = scratch(assay::convScratchSize(WINDOW(s), s.c, s.h, s.w, s.o)), y = output(n * s.out());
  assay::conv(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(forward), at(bias), true, at(y), at(work));

  std::vector<double> expected(n * s.out());
  for (int k = 0; k < n; k++) {
    for (int64_t i = 0; i < s.out(); i++) expected[k * s.out() + i] = bias[i / (s.rows() * s.columns())];
    products(s, [&](int64_t yi, int64_t xi, int64_t wi) { expected[k * s.out() + yi] += (double)w[wi] * x[k * s.in() + xi]; });
  }
  for (double& v : expected) v = v > 0 ? v : 0;
  near(y, expected, 1.2e-7 * (4 + std::max(400, s.c * s.kh * s.kw)), "forward");

  const auto pixel = [&](int k, int c, int h, int v) {
    return h < 0 || h >= s.h || v < 0 || v >= s.w ? 0 : x[k * s.in() + ((int64_t)c * s.h + h) * s.w + v];
  };
  const auto equal = [&](int k, int i, int j, int down, int across) {
    for (int c = 0; c < s.c; c++)
      for (int a = 0; a < s.kh; a++)
        for (int b = 0; b < s.kw; b++) {
          const int h = i * s.sh + a - s.ph, v = j * s.sw + b - s.pw;
          if (pixel(k, c, h, v) != pixel(k, c, h + down * s.sh, v + across * s.sw)) return false;
        }
    return true;
  };
  bool alike = true;
  for (int k = 0; k < n; k++)
    for (int i = 0; i < s.rows(); i++)
      for (int j = 0; j < s.columns(); j++)
        for (int way = 0; way < 2; way++) {
          const int down = way, across = 1 - way;
          if (i + down >= s.rows() || j + across >= s.columns() || !equal(k, i, j, down, across)) continue;
          for (int o = 0; o < s.o; o++) {
            const int64_t here = k * s.out() + ((int64_t)o * s.rows() + i) * s.columns() + j;
            alike = alike && y[here] == y[here + down * s.columns() + across];
          }
        }
  check(alike, "equal windows have other bits");

  for (int parts : {2, 3, 5}) {
    Floats shared = output(n * s.out());
    for (int part = parts - 1; part >= 0; part--) {
      Floats own = scratch(assay::convScratchSize(WINDOW(s), s.c, s.h, s.w, s.o));
      assay::conv(WINDOW(s), n, s.c, s.h, s.w, s.o, at(x), at(forward), at(bias), true, at(shared), at(own), part, parts);
    }
    same(shared.data(), y.data(), n * s.out(), "in parts");
  }
  for (int k = 0; k < n; k++) {
    Floats one = output(s.out());
    assay::conv(WINDOW(s), 1, s.c, s.h, s.w, s.o, at(x) + k * s.in() * 4, at(forward), at(bias), true, at(one), at(work));
    same(one.data(), y.data() + k * s.out(), s.out(), "sample alone has other bits");
  }
}

void dense(int n, int inputs, int outputs) {
  const Floats x = randoms((int64_t)n * inputs), w = randoms((int64_t)outputs * inputs), bias = randoms(outputs);
  const Floats dy = randoms((int64_t)n * outputs);
  Floats forward = output(assay::densePackedSize(inputs, outputs, false));
  Floats backward = output(assay::densePackedSize(inputs, outputs, true));
  for (int part = 0; part < 3; part++) {
    assay::densePack(at(w), inputs, outputs, false, part, 3, at(forward));
    assay::densePack(at(w), inputs, outputs, true, part, 3, at(backward));
  }
  Floats work = scratch(assay::denseScratchSize(n, inputs, outputs));
  std::vector<double> y(n * outputs), dx(n * inputs), dw(outputs * inputs), db(outputs), rectified(n * outputs);
  for (int k = 0; k < n; k++)
    for (int o = 0; o < outputs; o++) {
      double& sum = y[k * outputs + o];
      sum = bias[o];
      db[o] += dy[k * outputs + o];
      for (int i = 0; i < inputs; i++) {
        sum += (double)w[o * inputs + i] * x[k * inputs + i];
        dx[k * inputs + i] += (double)w[o * inputs + i] * dy[k * outputs + o];
        dw[o * inputs + i] += (double)x[k * inputs + i] * dy[k * outputs + o];
      }
      rectified[k * outputs + o] = sum > 0 ? sum : 0;
    }
  in("dense n=%d %d -> %d", n, inputs, outputs);
  const double eps = 1.2e-7;
  Floats actual = output(n * outputs), data = output(n * inputs);
  assay::dense(at(x), at(forward), at(bias), true, n, inputs, outputs, at(actual));
  near(actual, rectified, eps * (4 + inputs), "forward with relu");
  Floats plain = output(n * outputs);
  assay::densePlain(at(x), at(w), at(bias), true, n, inputs, outputs, at(plain), at(work));
  same(plain.data(), actual.data(), n * outputs, "forward with relu on plain weights");
  assay::dense(at(x), at(forward), 0, false, n, inputs, outputs, at(actual));
  assay::densePlain(at(x), at(w), 0, false, n, inputs, outputs, at(plain), at(work));
  same(plain.data(), actual.data(), n * outputs, "forward without bias on plain weights");
  assay::dense(at(x), at(forward), at(bias), false, n, inputs, outputs, at(actual));
  near(actual, y, eps * (4 + inputs), "forward");
  assay::dense(at(dy), at(backward), 0, false, n, outputs, inputs, at(data));
  near(data, dx, eps * (4 + outputs), "backward data");
  Floats plainData = output(n * inputs);
  assay::densePlainBackwardData(at(dy), at(w), n, inputs, outputs, at(plainData), at(work));
  same(plainData.data(), data.data(), n * inputs, "backward data on plain weights");
  for (int k = 0; k < n; k++) {
    Floats one = output(outputs), oneData = output(inputs);
    assay::dense(at(x) + (int64_t)k * inputs * 4, at(forward), at(bias), false, 1, inputs, outputs, at(one));
    same(one.data(), actual.data() + k * outputs, outputs, "forward: sample alone has other bits");
    assay::dense(at(dy) + (int64_t)k * outputs * 4, at(backward), 0, false, 1, outputs, inputs, at(oneData));
    same(oneData.data(), data.data() + k * inputs, inputs, "backward data: sample alone has other bits");
  }
  for (int parts : {2, 3, 5}) {
    Floats shared = output(n * outputs), sharedData = output(n * inputs);
    for (int part = parts - 1; part >= 0; part--) {
      assay::dense(at(x), at(forward), at(bias), false, n, inputs, outputs, at(shared), part, parts);
      assay::dense(at(dy), at(backward), 0, false, n, outputs, inputs, at(sharedData), part, parts);
    }
    same(shared.data(), actual.data(), n * outputs, "forward in parts");
    same(sharedData.data(), data.data(), n * inputs, "backward data in parts");
  }
  Floats weights = output(outputs * inputs), biases = output(outputs);
  assay::denseBackwardWeights(at(x), at(dy), n, inputs, outputs, 0, outputs, at(weights), at(biases), at(work));
  near(weights, dw, eps * (4 + n), "backward weights");
  near(biases, db, eps * (4 + n), "backward bias");
  Floats halves = output(outputs * inputs), halfBiases = output(outputs);
  const int cut = outputs / 3;
  if (cut > 0) assay::denseBackwardWeights(at(x), at(dy), n, inputs, outputs, 0, cut, at(halves), at(halfBiases), at(work));
  bool untouched = true;
  for (size_t i = (size_t)cut * inputs; i < halves.size(); i++) untouched = untouched && halves[i] == kUnwritten;
  check(untouched, "rows not asked for are written");
  assay::denseBackwardWeights(at(x), at(dy), n, inputs, outputs, cut, outputs, at(halves), at(halfBiases), at(work));
  same(halves.data(), weights.data(), outputs * inputs, "backward weights in two parts");
  same(halfBiases.data(), biases.data(), outputs, "backward bias in two parts");
}

void pooling(const Shape& s, int n) {
  const int64_t planes = (int64_t)n * s.c, inPlane = s.h * s.w, outPlane = s.rows() * s.columns();
  const int K = 2;
  Floats x = randoms(planes * inPlane);
  for (size_t i = 0; i < x.size(); i++) x[i] = std::round(x[i] * 4) / 4;  // ties
  const Floats dy = randoms(planes * K * outPlane), g = randoms(planes * outPlane);
  std::vector<double> y(planes * outPlane), index(planes * outPlane), mean(planes * outPlane);
  std::vector<double> dx(planes * K * inPlane), dMean(planes * inPlane);
  for (int64_t p = 0; p < planes; p++)
    for (int i = 0; i < s.rows(); i++)
      for (int j = 0; j < s.columns(); j++) {
        const int64_t to = (p * s.rows() + i) * s.columns() + j;
        double best = -INFINITY;
        for (int a = 0; a < s.kh; a++)
          for (int b = 0; b < s.kw; b++) {
            const int h = i * s.sh + a - s.ph, w = j * s.sw + b - s.pw;
            if (h < 0 || h >= s.h || w < 0 || w >= s.w) continue;
            const double v = x[p * inPlane + h * s.w + w];
            mean[to] += v / (s.kh * s.kw);
            dMean[p * inPlane + h * s.w + w] += (double)g[to] / (s.kh * s.kw);
            if (v > best) best = v, index[to] = h * s.w + w;
          }
        y[to] = best;
      }
  for (int k = 0; k < n; k++)
    for (int t = 0; t < K; t++)
      for (int c = 0; c < s.c; c++)
        for (int64_t q = 0; q < outPlane; q++)
          dx[((k * K + t) * s.c + c) * inPlane + (int64_t)index[(k * s.c + c) * outPlane + q]] +=
              dy[((k * K + t) * s.c + c) * outPlane + q];
  s.name("pool", n);
  Floats actual = output(planes * outPlane), winners = output(planes * outPlane), data = output(planes * K * inPlane);
  assay::maxPool(WINDOW(s), planes, s.h, s.w, at(x), at(actual), at(winners));
  near(actual, y, 0, "maximum");
  near(winners, index, 0, "index");
  Floats plain = output(planes * outPlane);
  assay::maxPool(WINDOW(s), planes, s.h, s.w, at(x), at(plain), 0);
  same(plain.data(), actual.data(), planes * outPlane, "maximum without index");
  Floats broken = x;  // the first NaN under a window wins
  for (size_t i = 0; i < broken.size(); i += 7) broken[i] = NAN;
  Floats nans = output(planes * outPlane), places = output(planes * outPlane);
  assay::maxPool(WINDOW(s), planes, s.h, s.w, at(broken), at(nans), at(places));
  bool kept = true;
  for (int64_t q = 0; q < planes * outPlane; q++) {
    const int64_t p = q / outPlane;
    const int i = (int)(q % outPlane) / s.columns(), j = (int)(q % outPlane) % s.columns();
    int first = -1;
    for (int a = 0; a < s.kh; a++)
      for (int b = 0; b < s.kw; b++) {
        const int h = i * s.sh + a - s.ph, w = j * s.sw + b - s.pw;
        if (first < 0 && h >= 0 && h < s.h && w >= 0 && w < s.w && std::isnan(broken[p * inPlane + h * s.w + w])) first = h * s.w + w;
      }
    kept = kept && (first >= 0 ? std::isnan(nans[q]) && places[q] == (float)first : !std::isnan(nans[q]));
  }
  check(kept, "the first NaN wins");
  assay::maxPoolBackward(WINDOW(s), n, K, s.c, s.h, s.w, at(winners), at(dy), at(data));
  near(data, dx, 1e-6, "maximum backward");
  assay::avgPool(WINDOW(s), planes, s.h, s.w, at(x), at(actual));
  near(actual, mean, 1.2e-7 * (4 + s.kh * s.kw), "mean");
  Floats means = output(planes * inPlane);
  assay::avgPoolBackward(WINDOW(s), planes, s.h, s.w, at(g), at(means));
  near(means, dMean, 1.2e-7 * (4 + s.kh * s.kw), "mean backward");
}

int source(int edge, int position, int extent) {
  while (position < 0 || position >= extent) {
    if (edge == 2) return -1;
    if (edge == 1) return position < 0 ? 0 : extent - 1;
    if (extent == 1) return 0;
    if (edge == 3) position += position < 0 ? extent : -extent;
    else position = position < 0 ? -position : 2 * (extent - 1) - position;
  }
  return position;
}

// `phased`: each sample of two planes is subsampled from a place of its own.
void blurring(int size, int sh, int sw, int edge, int64_t planes, int h, int w, bool phased = false) {
  std::vector<double> taps = {1};
  while ((int)taps.size() < size) {  // the next row of Pascal's triangle, halved
    std::vector<double> next(taps.size() + 1);
    for (size_t k = 0; k < taps.size(); k++) next[k] += taps[k] / 2, next[k + 1] += taps[k] / 2;
    taps = next;
  }
  const int rows = (h - 1) / sh + 1, columns = (w - 1) / sw + 1;
  const Floats x = randoms(planes * h * w), g = randoms(planes * rows * columns);
  std::vector<double> y(planes * rows * columns), dx(planes * h * w);
  Floats phases((planes + 1) / 2);
  for (size_t i = 0; phased && i < phases.size(); i++) phases[i] = (float)(i % (sh * sw));
  for (int64_t p = 0; p < planes; p++)
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++)
        for (int a = 0; a < size; a++)
          for (int b = 0; b < size; b++) {
            const int phase = (int)phases[p / 2];
            const int r = source(edge, phase % sh + i * sh + a - (size - 1) / 2, h);
            const int c = source(edge, phase / sh + j * sw + b - (size - 1) / 2, w);
            if (r < 0 || c < 0) continue;
            const double t = taps[a] * taps[b];
            y[(p * rows + i) * columns + j] += t * x[(p * h + r) * w + c];
            dx[(p * h + r) * w + c] += t * g[(p * rows + i) * columns + j];
          }
  in("blur %d/%dx%d edge %d planes=%d %dx%d%s", size, sh, sw, edge, (int)planes, h, w, phased ? " phased" : "");
  Floats actual = output(planes * rows * columns), data = output(planes * h * w);
  assay::blur(size, sh, sw, edge, planes, h, w, phased ? at(phases) : 0, 2, at(x), at(actual));
  near(actual, y, 3e-6, "forward");
  assay::blurBackward(size, sh, sw, edge, planes, h, w, phased ? at(phases) : 0, 2, at(g), at(data));
  near(data, dx, 3e-6, "backward");
}

// The phase of greatest norm; that a rolled image gives the same values, but rolled, where there are ties, too.
void phases(int sh, int sw, int channels, int h, int w, bool ties) {
  in("phase %dx%d %dx%dx%d%s", sh, sw, channels, h, w, ties ? " with ties" : "");
  const int rows = h / sh, columns = w / sw;
  Floats x = randoms((int64_t)channels * h * w);
  if (ties) for (float& v : x) v = std::round(v);
  const auto sampled = [&](const Floats& image, int phase) {
    Floats values;
    for (int c = 0; c < channels; c++)
      for (int i = phase % sh; i < h; i += sh)
        for (int j = phase / sh; j < w; j += sw) values.push_back(image[(c * h + i) * w + j]);
    return values;
  };
  const auto chosen = [&](const Floats& image) {
    Floats phase = output(1);
    assay::selectPhase(sh, sw, 1, channels, h, w, at(image), at(phase));
    return (int)phase[0];
  };
  double greatest = 0;
  int expected = 0;
  for (int k = 0; k < sh * sw; k++) {
    double norm = 0;
    for (float v : sampled(x, k)) norm += (double)v * v;
    if (norm > greatest) greatest = norm, expected = k;
  }
  double norm = 0;
  for (float v : sampled(x, chosen(x))) norm += (double)v * v;
  ties ? check(norm == greatest, "the norm is the greatest") : check(chosen(x) == expected, "the greatest is chosen");
  const Floats base = sampled(x, chosen(x));
  bool rolls = true;
  for (int down = 0; down < h; down++)
    for (int right = 0; right < w; right++) {
      Floats moved(x.size());
      for (int c = 0; c < channels; c++)
        for (int i = 0; i < h; i++)
          for (int j = 0; j < w; j++) moved[(c * h + (i + down) % h) * w + (j + right) % w] = x[(c * h + i) * w + j];
      const Floats found = sampled(moved, chosen(moved));
      bool any = false;
      for (int a = 0; a < rows; a++)
        for (int b = 0; b < columns; b++) {
          bool all = true;
          for (int c = 0; c < channels; c++)
            for (int i = 0; i < rows; i++)
              for (int j = 0; j < columns; j++)
                all = all && found[(c * rows + (i + a) % rows) * columns + (j + b) % columns] == base[(c * rows + i) * columns + j];
          any = any || all;
        }
      rolls = rolls && any;
    }
  check(rolls, "a rolled image gives the same, rolled");
}

void padding(int edge, int64_t planes, int h, int w, int top, int left, int rows, int columns) {
  const Floats x = randoms(planes * h * w), g = randoms(planes * rows * columns);
  std::vector<double> y(planes * rows * columns), dx(planes * h * w);
  for (int64_t p = 0; p < planes; p++)
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) {
        const int row = source(edge, i - top, h), column = source(edge, j - left, w);
        if (row < 0 || column < 0) continue;
        const int64_t at = (p * rows + i) * columns + j, from = (p * h + row) * w + column;
        y[at] = x[from];
        dx[from] += g[at];
      }
  in("pad edge=%d planes=%d %dx%d %d,%d to %dx%d", edge, (int)planes, h, w, top, left, rows, columns);
  Floats actual = output(planes * rows * columns), data = output(planes * h * w);
  assay::pad(edge, planes, h, w, top, left, rows, columns, at(x), at(actual));
  near(actual, y, 0, "forward");
  assay::padBackward(edge, planes, h, w, top, left, rows, columns, at(g), at(data));
  near(data, dx, 3e-6, "backward");
}

void normalisation(int n, int channels, int plane) {
  in("batch norm n=%d %dx%d", n, channels, plane);
  const int64_t size = (int64_t)n * channels * plane;
  Floats x = randoms(size), dy = randoms(size), gamma = randoms(channels), beta = randoms(channels);
  for (float& v : x) v += 10;  // a mean far from zero
  const double population = (double)n * plane;
  const auto each = [&](auto run) {
    for (int64_t i = 0; i < size; i++) run(i, (int)(i / plane % channels));
  };
  std::vector<double> mean(channels), squares(channels), inverse(channels), statistics, unbiased(channels);
  each([&](int64_t i, int c) { mean[c] += x[i] / population; });
  each([&](int64_t i, int c) { squares[c] += (x[i] - mean[c]) * (x[i] - mean[c]); });
  // slices of 2 samples, the last one smaller
  const int slice = 2, slices = (n + slice - 1) / slice;
  Floats partials = output(slices * 2 * channels), actualMean = output(channels), actualInverse = output(channels);
  for (int s = 0; s < slices; s++) {
    const int count = s < slices - 1 ? slice : n - s * slice;
    assay::batchNormStatistics(count, channels, plane, at(x) + (int64_t)s * slice * channels * plane * 4,
                               at(partials) + s * 2 * channels * 4);
  }
  Floats runningMean = randoms(channels), runningVariance = randoms(channels), bias = randoms(channels);
  std::vector<double> expectedMean(channels), expectedVariance(channels);
  for (int c = 0; c < channels; c++) {
    inverse[c] = 1 / std::sqrt(squares[c] / population + 1e-5f);
    expectedMean[c] = 0.75 * runningMean[c] + 0.25 * (mean[c] + bias[c]);
    expectedVariance[c] = 0.75 * runningVariance[c] + 0.25 * squares[c] / (population > 1 ? population - 1 : 1);
  }
  assay::batchNormMerge(slices, channels, n, slice, plane, 0.25f, 1e-5f, at(partials), at(bias), at(actualMean),
                        at(actualInverse), at(runningMean), at(runningVariance));
  near(actualMean, mean, 1e-6, "mean");
  near(runningMean, expectedMean, 1e-6, "running mean");
  near(runningVariance, expectedVariance, 1e-5, "running variance");
  if (population > 8) near(actualInverse, inverse, 1e-4, "inverse deviation");
  for (int c = 0; c < channels; c++) mean[c] = actualMean[c], inverse[c] = actualInverse[c];

  std::vector<double> y(size), rectified(size), dGamma(channels), dBeta(channels), dx(size), scaled(size);
  each([&](int64_t i, int c) {
    const double normal = (x[i] - mean[c]) * inverse[c];
    y[i] = gamma[c] * normal + beta[c];
    rectified[i] = y[i] > 0 ? y[i] : 0;
    scaled[i] = (double)gamma[c] * dy[i];
  });
  Floats actual = output(size);
  const double tolerance = 2e-6 * (1 + inverse[0]);
  assay::batchNorm(n, channels, plane, at(x), at(actualMean), at(actualInverse), at(gamma), at(beta), false, at(actual));
  near(actual, y, tolerance, "forward");
  assay::batchNorm(n, channels, plane, at(x), at(actualMean), at(actualInverse), at(gamma), at(beta), true, at(actual));
  near(actual, rectified, tolerance, "forward with relu");
  for (bool relu : {false, true}) {
    each([&](int64_t i, int c) {
      if (i == 0) dGamma.assign(channels, 0), dBeta.assign(channels, 0);
      const double cotangent = relu && y[i] <= 0 ? 0 : dy[i];
      dGamma[c] += cotangent * (x[i] - mean[c]) * inverse[c];
      dBeta[c] += cotangent;
    });
    Floats sums = output(2 * channels);
    assay::batchNormBackwardStatistics(n, channels, plane, at(x), at(dy), at(actualMean), at(actualInverse), at(gamma),
                                       at(beta), relu, at(sums));
    std::vector<double> both(dGamma);
    both.insert(both.end(), dBeta.begin(), dBeta.end());
    near(sums, both, 1.2e-7 * (4 + population) * (1 + inverse[0]), "backward statistics");
    for (int c = 0; c < channels; c++) dGamma[c] = sums[c], dBeta[c] = sums[channels + c];
    each([&](int64_t i, int c) {
      const double normal = (x[i] - mean[c]) * inverse[c], cotangent = relu && y[i] <= 0 ? 0 : dy[i];
      dx[i] = gamma[c] * inverse[c] * (cotangent - dBeta[c] / population - normal * dGamma[c] / population);
    });
    const int64_t gammas = at(sums), betas = at(sums) + channels * 4;
    Floats inPlace = dy;
    assay::batchNormBackward(n, channels, plane, at(x), at(inPlace), at(actualMean), at(actualInverse), at(gamma),
                             at(beta), relu, gammas, betas, (int64_t)population, at(inPlace));
    near(inPlace, dx, tolerance * (1 + inverse[0]), "backward in place");
  }
  assay::scaleChannels(n, channels, plane, at(dy), at(gamma), at(actual));
  near(actual, scaled, 1e-6, "scale");
}

// Every value of a channel the same, and large: no deviation, nothing left when it is taken away.
void constantChannels(int n, int channels, int plane) {
  in("batch norm of constants n=%d %dx%d", n, channels, plane);
  const int64_t size = (int64_t)n * channels * plane;
  Floats x(size), level(channels), partial = output(2 * channels), y = output(size), beta = randoms(channels);
  for (int c = 0; c < channels; c++) level[c] = random() * std::pow(10.0f, (float)(c % 30));
  for (int64_t i = 0; i < size; i++) x[i] = level[i / plane % channels];
  assay::batchNormStatistics(n, channels, plane, at(x), at(partial));
  std::vector<double> expected(level.begin(), level.end());
  expected.resize(2 * channels);
  near(partial, expected, 0, "statistics");
  const Floats gamma = randoms(channels);
  assay::batchNorm(n, channels, plane, at(x), at(partial), at(gamma), at(gamma), at(beta), false, at(y));
  bool flat = true;
  for (int64_t i = 0; i < size; i++) flat = flat && y[i] == beta[i / plane % channels];
  check(flat, "forward");
  if (plane == 1) return;
  Floats means = output(n * channels);
  assay::avgPool(plane, 1, 1, 1, 0, 0, (int64_t)n * channels, plane, 1, at(x), at(means));
  expected.resize(channels);
  for (int k = 1; k < n; k++) expected.insert(expected.end(), level.begin(), level.end());
  near(means, expected, 0, "mean of a plane");
}

uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

void elementwise(int64_t n) {
  in("elementwise %d", (int)n);
  const Floats x = randoms(n), cotangents = randoms(2 * n);
  Floats y = output(n), dx = output(2 * n);
  std::vector<double> expected(n), back(2 * n), kept(n);
  const uint64_t key = 0x123456789ABCDEFull, counter = 77;
  for (int64_t i = 0; i < n; i++) {
    expected[i] = x[i] > 0 ? x[i] : 0;
    back[i] = x[i] > 0 ? cotangents[i] : 0;
    back[n + i] = x[i] > 0 ? cotangents[n + i] : 0;
    const uint64_t bits = mix(mix((counter + i) * 0x9E3779B97F4A7C15ull + key) + key);
    kept[i] = (float)(bits >> 40) * 0x1p-24f >= 0.3f ? x[i] / 0.7 : 0;
  }
  for (const float slope : {0.0f, 0.25f}) {
    std::vector<double> leaky = expected, leakyBack = back;
    for (int64_t i = 0; i < n; i++) {
      if (x[i] > 0) continue;
      leaky[i] = slope * x[i];
      leakyBack[i] = slope * cotangents[i];
      leakyBack[n + i] = slope * cotangents[n + i];
    }
    assay::relu(slope, n, at(x), at(y));
    near(y, leaky, 0, "relu");
    assay::reluBackward(slope, 1, 2, n, at(y), at(cotangents), at(dx));
    near(dx, leakyBack, 0, "relu backward");
  }
  std::vector<double> clipped(n), clippedBack(2 * n);
  for (int64_t i = 0; i < n; i++) {
    clipped[i] = std::min(std::max(x[i], -0.5f), 0.75f);
    for (int64_t k : {i, n + i}) clippedBack[k] = std::abs(x[i] - 0.125) < 0.625 ? cotangents[k] : 0;
  }
  assay::clip(-0.5f, 0.75f, n, at(x), at(y));
  near(y, clipped, 0, "clip");
  assay::clipBackward(-0.5f, 0.75f, 1, 2, n, at(y), at(cotangents), at(dx));
  near(dx, clippedBack, 0, "clip backward");
  const std::vector<double (*)(double)> curves = {
      [](double v) { return std::tanh(v); }, [](double v) { return std::exp(v) / (1 + std::exp(v)); },
      [](double v) { return v * std::erfc(-v / std::sqrt(2.0)) / 2; }, [](double v) { return v * std::exp(v) / (1 + std::exp(v)); }};
  for (int32_t f = 0; f < 4; f++) {
    std::vector<double> bent(n), bentBack(2 * n);
    for (int64_t i = 0; i < n; i++) {
      const double v = (double)x[i], h = 1e-5;
      bent[i] = curves[f](v);
      for (int64_t k : {i, n + i}) bentBack[k] = cotangents[k] * (curves[f](v + h) - curves[f](v - h)) / (2 * h);
    }
    assay::curve(f, n, at(x), at(y));
    near(y, bent, 1e-7, "curve");
    assay::curveBackward(f, 1, 2, n, at(x), at(cotangents), at(dx));
    near(dx, bentBack, 1e-6, "curve backward");
  }
  assay::dropout(0.3f, (int64_t)key, counter, n, at(x), at(y));
  near(y, kept, 1e-6, "dropout");
  Floats broken(n, NAN);
  for (const float slope : {0.0f, 0.25f}) {
    assay::relu(slope, n, at(broken), at(y));
    check(std::isnan(y[0]) && std::isnan(y[n - 1]), "relu keeps NaN");
  }

  const Floats other = randoms(n);
  std::vector<double> added(n);
  for (const bool relu : {false, true}) {
    for (int64_t i = 0; i < n; i++) {
      added[i] = x[i] + other[i];
      if (relu && added[i] < 0) added[i] = 0;
    }
    assay::add(n, at(x), at(other), relu, at(y));
    near(y, added, 0, "add");
  }
  assay::add(n, at(broken), at(x), true, at(y));
  check(std::isnan(y[0]) && std::isnan(y[n - 1]), "add keeps NaN");
  Floats rows(3 * n + 6, 0), row = output(n);
  assay::copyRows(1, n, at(x), n, at(rows) + 4 * (n + 2), n + 2);
  assay::copyRows(1, n, at(rows) + 4 * (n + 2), n + 2, at(row), n);
  near(row, std::vector<double>(x.begin(), x.end()), 0, "copied rows");
  check(rows[n + 1] == 0 && rows[2 * n + 2] == 0, "nothing beside them");

  Floats total = output(n);
  std::vector<double> sums(n);
  const Floats groups = randoms(3 * n);
  for (int64_t i = 0; i < n; i++) sums[i] = (double)groups[i] + groups[n + i] + groups[2 * n + i];
  assay::sum(3, n, at(groups), at(total));
  near(total, sums, 1e-6, "sum");

  for (int nesterov = 0; nesterov < 2; nesterov++) {
    Floats p = x, v = randoms(n);
    const Floats g = randoms(n);
    std::vector<double> newP(n), newV(n);
    for (int64_t i = 0; i < n; i++) {
      const double slope = g[i] + 0.01 * p[i];
      newV[i] = 0.9 * v[i] + slope;
      newP[i] = p[i] - 0.1 * (nesterov ? slope + 0.9 * newV[i] : newV[i]);
    }
    assay::sgd(n, at(p), at(g), at(v), 0.1f, 0.9f, 0.01f, nesterov == 1);
    near(v, newV, 1e-6, "sgd velocity");
    near(p, newP, 1e-6, "sgd parameters");
  }
  Floats p = x, m = randoms(n), v = randoms(n);
  const Floats g = randoms(n);
  for (float& value : v) value = std::fabs(value);
  std::vector<double> newP(n), newM(n), newV(n);
  for (int64_t i = 0; i < n; i++) {
    const double slope = g[i] + 0.01 * p[i];
    newM[i] = 0.9 * m[i] + 0.1 * slope;
    newV[i] = 0.999 * v[i] + 0.001 * slope * slope;
    newP[i] = p[i] - 0.01 * (newM[i] / (1 - std::pow(0.9, 3))) / (std::sqrt(newV[i] / (1 - std::pow(0.999, 3))) + 1e-8);
  }
  assay::adam(n, at(p), at(g), at(m), at(v), 0.01f, 0.9f, 0.999f, 1e-8f, 0.01f, 3);
  near(m, newM, 1e-6, "adam first moment");
  near(v, newV, 1e-6, "adam second moment");
  near(p, newP, 1e-5, "adam parameters");
}

void moves(int n, int channels, int height, int width) {
  in("moves n=%d channels=%d height=%d width=%d", n, channels, height, width);
  const int size = channels * height * width;
  Floats x = randoms(n * size), table(7 * n), actual = output(n * size);
  std::vector<double> expected(n * size);
  for (int i = 0; i < n; i++) {
    const bool mirrored = i % 2 == 1;
    const int row = i % 5 - 2, column = (mirrored ? width - 1 : 0) + i % 7 - 3;
    const int top = i % 3, bottom = height - i % 2, left = i % 4 / 2, right = width - i % 3;
    const int values[] = {row, column, mirrored ? -1 : 1, top, bottom, left, right};
    for (int k = 0; k < 7; k++) table[7 * i + k] = (float)values[k];
    for (int c = 0; c < channels; c++)
      for (int a = 0; a < height; a++)
        for (int b = 0; b < width; b++) {
          const int r = a + row, s = (mirrored ? -b : b) + column;
          const int plane = (i * channels + c) * height;
          if (r >= top && r < bottom && s >= left && s < right)
            expected[(plane + a) * width + b] = x[(plane + r) * width + s];
        }
  }
  assay::move(n, channels, height, width, at(x), at(table), at(actual));
  near(actual, expected, 0, "moves");
}

void segments(int n, int size, int points, int first) {
  in("segments n=%d size=%d points=%d first=%d", n, size, points, first);
  const int ends = (first + n - 1) / points + 1;
  Floats from = randoms(ends * size), to = randoms(ends * size), actual = output(n * size);
  std::vector<double> expected(n * size);
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < size; j++) {
      const int at = (first + i) / points * size + j;
      const double t = double((first + i) % points) / (points - 1);
      expected[i * size + j] = float(from[at] + t * (double(to[at]) - from[at]));
    }
  }
  assay::interpolate(n, size, points, first, at(from), at(to), at(actual));
  near(actual, expected, 0, "interpolate");
  Floats z = {1, 3, 3, 2, INFINITY, 1, NAN, 5, 0, -2, -1, -1}, winners = output(4);
  assay::argmax(4, 3, at(z), at(winners));
  near(winners, {1, -1, -1, 1}, 0, "argmax");
}

// In 16 lanes, whatever the level: sums have the same bits.
template <class Term>
double inLanes(int n, Term term) {
  double lanes[16] = {};
  for (int i = 0; i < n; i++) lanes[i % 16] += term(i);
  for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

void comparisons(int n, int size, int each, int first) {
  in("comparisons n=%d size=%d each=%d first=%d", n, size, each, first);
  const Floats x = randoms(n * size), references = randoms(((first + n - 1) / each + 1) * size);
  std::vector<double> expected(2 * n), actual(2 * n);
  for (int i = 0; i < n; i++) {
    const float *a = &x[i * size], *r = &references[(first + i) / each * size];
    expected[2 * i] = inLanes(size, [&](int j) { return (double)a[j] * r[j]; });
    expected[2 * i + 1] = inLanes(size, [&](int j) { return (double)a[j] * a[j]; });
  }
  assay::products(n, size, each, first, at(x), at(references), reinterpret_cast<int64_t>(actual.data()));
  check(actual == expected, "products");

  const int to = std::max(1, size / 3);
  Floats signs(size), folded = output(n * to);
  for (float& sign : signs) sign = random() < 0 ? -1 : 1;
  Floats sums(n * to, 0.0f);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < size; j++) sums[i * to + j % to] += signs[j] * x[i * size + j];
  assay::fold(n, size, to, at(x), at(signs), at(folded));
  near(folded, {sums.begin(), sums.end()}, 0, "fold");
}

void gridMeans(int planes, int inHeight, int inWidth, int height, int width) {
  in("means %dx%d to %dx%d", inHeight, inWidth, height, width);
  const Floats x = randoms(planes * inHeight * inWidth);
  Floats actual = output(planes * height * width);
  std::vector<double> expected(actual.size()), counts(actual.size());
  for (int i = 0; i < (int)x.size(); i++) {
    const int row = i / inWidth % inHeight * height / inHeight, column = i % inWidth * width / inWidth;
    const int to = (i / (inHeight * inWidth) * height + row) * width + column;
    expected[to] += x[i];
    counts[to]++;
  }
  for (size_t i = 0; i < expected.size(); i++) expected[i] /= counts[i];
  assay::gridMeans(planes, inHeight, inWidth, height, width, at(x), at(actual));
  near(actual, expected, 1e-7, "means");
}

// Bits are those of sums in 16 lanes, whatever the level.
void wide(int n) {
  in("vectors in double precision n=%d", n);
  const auto doubles = [](int count) {
    std::vector<double> values(count);
    for (double& v : values) v = random() + random() * 0x1p-24;
    return values;
  };
  const auto sum = [n](auto term) { return inLanes(n, term); };
  const auto a = doubles(n), b = doubles(n);
  check(assay::product(n, a.data(), b.data()) == sum([&](int i) { return a[i] * b[i]; }), "product");

  const Floats x = randoms(n + 3);
  std::vector<double> wider(n), expected(n);
  for (int i = 0; i < n; i++) expected[i] = x[3 + i];
  const Floats z = randoms(n + 5);
  check(assay::narrowProduct(n, x.data(), 3, z.data(), 5) == sum([&](int i) { return (double)x[3 + i] * z[5 + i]; }),
        "narrow product");
  std::vector<double> rows = a, projected(2);
  rows.insert(rows.end(), b.begin(), b.end());
  assay::project(n, 2, x.data(), 3, rows.data(), projected.data());
  check(projected[0] == sum([&](int i) { return x[3 + i] * a[i]; }) &&
            projected[1] == sum([&](int i) { return x[3 + i] * b[i]; }),
        "project");

  const double length = assay::widen(n, x.data(), 3, wider.data());
  check(wider == expected && length == sum([&](int i) { return expected[i] * expected[i]; }), "widen");

  Floats moved = output(n + 2);
  std::vector<double> places(n + 2, kUnwritten);
  for (int i = 0; i < n; i++) places[2 + i] = (float)(x[3 + i] + a[i]);
  assay::displace(n, x.data(), 3, a.data(), moved.data(), 2);
  near(moved, places, 0, "displace");

  const Floats ray = randoms(n);
  for (int i = 0; i < n; i++) places[2 + i] = (float)(x[3 + i] + 0.7 * ray[i]);
  assay::extend(n, x.data(), 3, 0.7, ray.data(), moved.data(), 2);
  near(moved, places, 0, "extend");

  const Floats before = randoms(n);
  Floats move = before, nextMove = before, turned = output(n), next(n);
  for (int i = 0; i < n; i++) {
    const double unit = 0.7 * ray[i], by = 0.5 * move[i] + -0.2 * unit + 0.3 * z[5 + i];
    nextMove[i] = (float)by;
    next[i] = (float)(unit + by);
  }
  const double expectedSquares = sum([&](int i) { return (double)next[i] * next[i]; });
  double squares = assay::turn(n, 0.7, 0.5, -0.2, 0.3, z.data(), 5, move.data(), ray.data(), turned.data());
  check(turned == next && move == nextMove && squares == expectedSquares, "turn");
  move = before;
  turned = ray;
  squares = assay::turn(n, 0.7, 0.5, -0.2, 0.3, z.data(), 5, move.data(), turned.data(), turned.data());
  check(turned == next && move == nextMove && squares == expectedSquares, "turn in place");
}

void loss(int n, int classes) {
  in("softmax cross-entropy n=%d classes=%d", n, classes);
  Floats z = randoms((int64_t)n * classes), labels(n), actual = output(n), dz = output(n * classes);
  for (float& v : z) v *= 1000;  // exp would overflow
  std::vector<double> expected(n), slopes(n * classes);
  for (int i = 0; i < n; i++) {
    labels[i] = (float)(i * 7 % classes);
    double max = -INFINITY, sum = 0;
    for (int k = 0; k < classes; k++) max = std::fmax(max, z[i * classes + k]);
    for (int k = 0; k < classes; k++) sum += std::exp(z[i * classes + k] - max);
    expected[i] = std::log(sum) + max - z[i * classes + (int)labels[i]];
    for (int k = 0; k < classes; k++)
      slopes[i * classes + k] = 0.5 * (std::exp(z[i * classes + k] - max) / sum - (k == (int)labels[i]));
  }
  assay::softmaxCrossEntropy(n, classes, at(z), at(labels), 0.5f, at(actual), at(dz));
  near(actual, expected, 1e-6, "loss");
  near(dz, slopes, 1e-6, "gradient");
  assay::softmaxCrossEntropy(n, classes, at(z), at(labels), 0.5f, at(actual), 0);
  near(actual, expected, 1e-6, "loss alone");
}

void memory() {
  in("memory");
  for (int64_t bytes : {int64_t{4}, int64_t{100}, int64_t{5} << 20}) {
    const int64_t block = assay::memoryAllocate(bytes);
    check(block != 0 && block % 64 == 0, "aligned");
    bool zero = true;
    for (int64_t i = 0; i < bytes; i++) zero = zero && reinterpret_cast<char*>(block)[i] == 0;
    check(zero, "zeroed");
    assay::memoryFree(block);
  }
  check(assay::memoryAllocate(int64_t{1} << 60) == 0, "no memory gives 0");
  check(!assay::isaSelect(assay::isaBest() + 1) && !assay::isaSelect(-1), "levels the processor lacks are refused");
}

void all() {
  const Shape shapes[] = {
      {3, 3, 1, 1, 1, 1, 3, 32, 32, 32},   // first layer
      {3, 3, 1, 1, 1, 1, 16, 16, 16, 29},  // odd number of outputs
      {3, 3, 1, 1, 1, 1, 5, 28, 28, 7},    // overlapping vectors
      {3, 3, 1, 1, 1, 1, 4, 17, 17, 18},   // by lanes, wider than a vector
      {3, 3, 1, 1, 1, 1, 6, 8, 8, 33},     // by lanes
      {3, 3, 2, 2, 1, 1, 3, 32, 32, 20},   // stride 2
      {3, 3, 2, 2, 1, 1, 5, 9, 9, 15},     // stride 2, odd
      {3, 3, 2, 2, 0, 0, 2, 8, 35, 3},     // even image: last row and column unused
      {5, 5, 1, 1, 2, 2, 2, 12, 33, 11},
      {1, 1, 1, 1, 0, 0, 7, 5, 40, 31},    // in place
      {1, 1, 1, 1, 0, 0, 7, 5, 5, 10},
      {1, 1, 2, 2, 0, 0, 4, 7, 34, 6},     // stride larger than the kernel
      {2, 3, 3, 4, 0, 1, 2, 13, 19, 5},    // rectangular, stride larger than the kernel
      {3, 2, 1, 2, 2, 0, 3, 6, 41, 14},    // rectangular kernel, stride, padding
      {2, 4, 2, 1, 1, 3, 2, 7, 21, 15},
      {7, 7, 1, 1, 3, 3, 1, 5, 5, 4},      // kernel larger than the image
      {5, 5, 3, 3, 4, 4, 2, 3, 2, 3},      // padding larger than the image
      {3, 3, 1, 1, 0, 0, 8, 3, 3, 40},     // one output position
      {2, 2, 1, 1, 1, 1, 1, 1, 1, 1},      // one pixel
      {1, 1, 1, 1, 1, 1, 2, 3, 3, 2},      // windows in the padding alone
      {3, 3, 1, 1, 1, 1, 90, 6, 6, 3},     // many taps, few outputs
      {3, 3, 1, 1, 1, 1, 24, 16, 16, 33},  // whole tiles of Winograd's form
      {3, 3, 1, 1, 0, 2, 35, 9, 7, 40},    // tiles beyond the edge, several images together
      {3, 3, 1, 1, 2, 1, 29, 13, 31, 12},  // a form of its own for each of the three products
      {5, 5, 1, 1, 2, 2, 20, 19, 18, 2},
      {5, 5, 1, 1, 2, 2, 24, 12, 16, 33},  // Winograd's form of 5x5, whole tiles
      {5, 5, 1, 1, 0, 3, 35, 9, 7, 25},    // tiles beyond the edge
      {5, 5, 1, 1, 4, 1, 29, 5, 11, 12},
      {3, 3, 1, 1, 1, 1, 3, 8, 32, 9},     // bands of whole vectors
      {3, 3, 1, 1, 1, 1, 5, 11, 37, 16},   // overlapping bands and vectors
      {3, 2, 1, 1, 0, 1, 7, 7, 47, 12},    // an odd number of vectors, a narrow kernel
      {5, 5, 1, 1, 2, 2, 3, 9, 33, 11},
      {5, 1, 1, 1, 0, 0, 4, 8, 16, 33},    // in place
      {3, 3, 2, 2, 1, 1, 3, 21, 21, 5},    // short rows with padding at their end
      {3, 3, 2, 2, 1, 1, 24, 16, 16, 33},  // of stride 2, whole tiles
      {3, 3, 2, 2, 1, 1, 35, 15, 18, 40},  // tiles beyond the edge
      {3, 3, 2, 2, 1, 1, 29, 7, 31, 24},
  };
  for (const Shape& s : shapes)
    for (int n : {1, 3, 17}) convolution(s, n);
  for (const Shape& s : shapes) constantRegions(s, 4);
  constantRegions({3, 3, 1, 1, 1, 1, 32, 14, 14, 64}, 3);
  for (int n : {1, 2, 3, 7, 17, 40})
    for (int inputs : {1, 5, 16, 33, 130})
      for (int outputs : {1, 3, 10, 32, 33, 100}) dense(n, inputs, outputs);
  dense(70, 20, 520);  // more samples than stand side by side, more k than go in one go
  const Shape pools[] = {
      {2, 2, 2, 2, 0, 0, 3, 32, 32, 0}, {3, 3, 2, 2, 1, 1, 2, 32, 32, 0}, {3, 3, 2, 2, 0, 0, 2, 15, 70, 0},
      {2, 2, 1, 1, 0, 0, 1, 9, 33, 0},  {3, 3, 1, 1, 1, 1, 2, 17, 17, 0}, {2, 3, 3, 1, 1, 1, 1, 8, 20, 0},
      {3, 2, 1, 3, 0, 1, 2, 5, 23, 0},  {4, 4, 4, 4, 0, 0, 1, 8, 8, 0},   {7, 5, 1, 1, 0, 0, 3, 7, 5, 0},
      {2, 2, 5, 5, 0, 0, 1, 12, 12, 0}, {5, 5, 2, 2, 2, 2, 2, 3, 3, 0},   {1, 1, 1, 1, 0, 0, 1, 1, 1, 0},
      {2, 2, 2, 2, 1, 1, 1, 1, 1, 0},   {3, 3, 2, 2, 1, 1, 2, 7, 63, 0},
      {3, 3, 2, 2, 1, 1, 2, 9, 28, 0},  {3, 3, 1, 1, 1, 1, 2, 7, 16, 0},  {2, 3, 1, 2, 1, 2, 1, 6, 19, 0},
      {3, 2, 2, 2, 1, 0, 2, 6, 13, 0},  {3, 3, 3, 2, 1, 1, 1, 8, 10, 0},  {2, 2, 2, 2, 0, 0, 2, 6, 30, 0},
  };
  for (const Shape& s : pools)
    for (int n : {1, 3}) pooling(s, n);
  for (int size = 1; size <= 7; size++)
    for (int stride = 1; stride <= 3; stride++)
      for (int edge = 0; edge < 4; edge++) {
        blurring(size, stride, stride, edge, 2, 9, 37);
        blurring(size, stride, 3 - stride / 2, edge, 1, 1, 2);
        blurring(size, 3 - stride / 2, stride, edge, 1, 16, 16);
        blurring(size + 7, 1, stride, edge, 1, 5, 20);
      }
  for (int edge = 0; edge < 4; edge++) blurring(60, 1, 2, edge, 1, 7, 19), blurring(1024, 1, 1, edge, 1, 1, 9);
  for (int size : {1, 2, 3, 5}) {
    blurring(size, 2, 2, 3, 8, 12, 20, true);
    blurring(size, 3, 1, 3, 6, 9, 7, true);
    blurring(size, 2, 5, 0, 20, 4, 35, true);
  }
  for (bool ties : {false, true}) {
    for (int channels : {1, 3}) {
      phases(2, 2, channels, 4, 6, ties);
      phases(3, 2, channels, 6, 4, ties);
      phases(2, 3, channels, 4, 9, ties);
      phases(1, 4, channels, 1, 8, ties);
      phases(2, 1, channels, 4, 1, ties);
    }
    phases(2, 2, 5, 8, 34, ties);
    phases(3, 3, 4, 6, 51, ties);
    phases(1, 5, 2, 2, 45, ties);
    phases(1, 20, 2, 2, 40, ties);
  }
  blurring(3, 1, 1, 0, 1, 2, 2500);
  blurring(5, 2, 2, 1, 1, 2, 2501);
  blurring(2, 1500, 1500, 2, 1, 3, 4000);
  for (int w : {1, 2, 7, 16, 28, 33}) {
    for (int edge = 0; edge < 4; edge++) {
      padding(edge, 2, 5, w, 1, 1, 7, w + 2);
      padding(edge, 3, 6, w, 0, 0, 7, w + 1);
      padding(edge, 1, 1, w, 3, 2 * w + 1, 9, 5 * w);
    }
  }
  for (int n : {1, 3, 17})
    for (int channels : {1, 5, 20})
      for (int plane : {1, 9, 64, 1024}) normalisation(n, channels, plane);
  normalisation(2, 1, 9001);
  for (int plane : {1, 9, 256, 5003}) constantChannels(plane == 1 ? 100 : 5, 33, plane);
  for (int64_t n : {1, 3, 16, 17, 63, 1000}) elementwise(n);
  for (int n : {1, 3, 17})
    for (int classes : {1, 2, 10, 37}) loss(n, classes);
  for (int side : {1, 4, 9, 33}) moves(17, 2, side, side + 2);
  for (int n : {1, 3, 17})
    for (int points : {2, 3, 8}) segments(n, 5 * n, points, n);
  for (int n : {1, 15, 16, 17, 47, 64, 1000}) {
    wide(n);
    comparisons(1 + n % 5, n, 1 + n % 3, n % 4);
    comparisons(1 + n % 13, n, 1 + n % 9, n % 7);
  }
  for (int size : {1, 2, 3, 7}) gridMeans(3, 7, 9, size, std::min(size + 1, 7));
  memory();
}

}  // namespace

int main() {
#if defined(__aarch64__)
  const char* const names[] = {"neon"};
#else
  const char* const names[] = {"base", "avx2", "avx512"};
#endif
  int bad = 0;
  for (int level = 0; level <= assay::isaBest(); level++) {
    passed = failed = 0;
    state = 1;
    if (!assay::isaSelect(level)) return 2;
    all();
    std::printf("selftest: %d passed, %d failed (%s)\n", passed, failed, names[level]);
    bad += failed;
  }
  return bad == 0 ? 0 : 1;
}
