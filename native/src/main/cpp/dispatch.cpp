// Chooses the kernels of the best instruction set at load and forwards every call to them.
#include "table.h"

namespace assay {
namespace {

#if defined(__aarch64__)
const Table* const kTables[] = {&neon::table};
int32_t detect() { return 0; }
#else
const Table* const kTables[] = {&base::table, &avx2::table, &avx512::table};
int32_t detect() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi2")) return 0;
  bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl");
  return wide ? 2 : 1;
}
#endif

const int32_t best = detect();
int32_t level = best;
const Table* kernels = kTables[level];

}  // namespace

int32_t isaBest() { return best; }
int32_t isaLevel() { return level; }
bool isaSelect(int32_t wanted) {
  if (wanted < 0 || wanted > best) return false;
  level = wanted;
  kernels = kTables[wanted];
  return true;
}

int64_t densePackedSize(int32_t inputs, int32_t outputs, bool backward) {
  return kernels->densePackedSize(inputs, outputs, backward);
}
void densePack(int64_t weights, int32_t inputs, int32_t outputs, bool backward, int32_t part, int32_t parts, int64_t
               packed) {
  kernels->densePack(weights, inputs, outputs, backward, part, parts, packed);
}
int64_t denseScratchSize(int32_t batch, int32_t inputs, int32_t outputs) {
  return kernels->denseScratchSize(batch, inputs, outputs);
}
void dense(int64_t x, int64_t packed, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t
           y, int32_t part, int32_t parts) {
  kernels->dense(x, packed, bias, relu, n, inputs, outputs, y, part, parts);
}
void densePlain(int64_t x, int64_t weights, int64_t bias, bool relu, int32_t n, int32_t inputs, int32_t outputs, int64_t y,
                int64_t scratch) {
  kernels->densePlain(x, weights, bias, relu, n, inputs, outputs, y, scratch);
}
void densePlainBackwardData(int64_t dy, int64_t weights, int32_t n, int32_t inputs, int32_t outputs, int64_t dx,
                            int64_t scratch) {
  kernels->densePlainBackwardData(dy, weights, n, inputs, outputs, dx, scratch);
}
void denseBackwardWeights(int64_t x, int64_t dy, int32_t n, int32_t inputs, int32_t outputs, int32_t fromRow,
                          int32_t toRow, int64_t dWeights, int64_t dBias, int64_t scratch) {
  kernels->denseBackwardWeights(x, dy, n, inputs, outputs, fromRow, toRow, dWeights, dBias, scratch);
}
int64_t convPackedSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                       int32_t outputs, bool backward) {
  return kernels->convPackedSize(kh, kw, sh, sw, ph, pw, channels, outputs, backward);
}
void convPack(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels, int32_t
              outputs, bool backward, int64_t weights, int64_t packed) {
  kernels->convPack(kh, kw, sh, sw, ph, pw, channels, outputs, backward, weights, packed);
}
int64_t convScratchSize(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                        int32_t height, int32_t width, int32_t outputs) {
  return kernels->convScratchSize(kh, kw, sh, sw, ph, pw, channels, height, width, outputs);
}
int32_t convForm(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t channels,
                 int32_t height, int32_t width, int32_t outputs, int32_t product) {
  return kernels->convForm(kh, kw, sh, sw, ph, pw, channels, height, width, outputs, product);
}
void conv(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n, int32_t channels,
          int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t packed, int64_t bias, bool relu,
          int64_t y, int64_t scratch, int32_t part, int32_t parts) {
  kernels->conv(kh, kw, sh, sw, ph, pw, n, channels, height, width, outputs, x, packed, bias, relu, y, scratch, part, parts);
}
void convBackwardData(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n, int32_t
                      channels, int32_t height, int32_t width, int32_t outputs, int64_t dy, int64_t packed, int64_t
                      dx, int64_t scratch, int32_t part, int32_t parts) {
  kernels->convBackwardData(kh, kw, sh, sw, ph, pw, n, channels, height, width, outputs, dy, packed, dx, scratch, part, parts);
}
void convBackwardWeights(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int32_t n, int32_t
                         channels, int32_t height, int32_t width, int32_t outputs, int64_t x, int64_t dy, int64_t
                         dWeights, int64_t dBias, int64_t scratch, int32_t part, int32_t parts) {
  kernels->convBackwardWeights(kh, kw, sh, sw, ph, pw, n, channels, height, width, outputs, x, dy, dWeights, dBias,
      scratch, part, parts);
}
void maxPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y, int64_t argmax) {
  kernels->maxPool(kh, kw, sh, sw, ph, pw, planes, height, width, x, y, argmax);
}
void maxPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t n,
                     int32_t cotangents, int32_t channels, int32_t height, int32_t width, int64_t argmax, int64_t dy,
                     int64_t dx) {
  kernels->maxPoolBackward(kh, kw, sh, sw, ph, pw, n, cotangents, channels, height, width, argmax, dy, dx);
}
void avgPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y) {
  kernels->avgPool(kh, kw, sh, sw, ph, pw, planes, height, width, x, y);
}
void avgPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t
                     height, int32_t width, int64_t dy, int64_t dx) {
  kernels->avgPoolBackward(kh, kw, sh, sw, ph, pw, planes, height, width, dy, dx);
}
void blur(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
          int64_t phases, int64_t sharing, int64_t x, int64_t y) {
  kernels->blur(size, sh, sw, edge, planes, height, width, phases, sharing, x, y);
}
void blurBackward(int32_t size, int32_t sh, int32_t sw, int32_t edge, int64_t planes, int32_t height, int32_t width,
                  int64_t phases, int64_t sharing, int64_t dy, int64_t dx) {
  kernels->blurBackward(size, sh, sw, edge, planes, height, width, phases, sharing, dy, dx);
}
void selectPhase(int32_t sh, int32_t sw, int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x,
                 int64_t phases) {
  kernels->selectPhase(sh, sw, n, channels, height, width, x, phases);
}
void pad(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
         int32_t columns, int64_t x, int64_t y) {
  kernels->pad(edge, planes, height, width, top, left, rows, columns, x, y);
}
void padBackward(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
                 int32_t columns, int64_t dy, int64_t dx) {
  kernels->padBackward(edge, planes, height, width, top, left, rows, columns, dy, dx);
}
void relu(float slope, int64_t count, int64_t x, int64_t y) {
  kernels->relu(slope, count, x, y);
}
void reluBackward(float slope, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  kernels->reluBackward(slope, n, cotangents, size, y, dy, dx);
}
void clip(float least, float most, int64_t count, int64_t x, int64_t y) {
  kernels->clip(least, most, count, x, y);
}
void clipBackward(float least, float most, int64_t n, int32_t cotangents, int64_t size, int64_t y, int64_t dy, int64_t dx) {
  kernels->clipBackward(least, most, n, cotangents, size, y, dy, dx);
}
void curve(int32_t f, int64_t count, int64_t x, int64_t y) {
  kernels->curve(f, count, x, y);
}
void curveBackward(int32_t f, int64_t n, int32_t cotangents, int64_t size, int64_t x, int64_t dy, int64_t dx) {
  kernels->curveBackward(f, n, cotangents, size, x, dy, dx);
}
void dropout(float rate, int64_t key, int64_t counter, int64_t count, int64_t x, int64_t y) {
  kernels->dropout(rate, key, counter, count, x, y);
}
void add(int64_t count, int64_t a, int64_t b, bool relu, int64_t y) { kernels->add(count, a, b, relu, y); }
void copyRows(int64_t n, int64_t count, int64_t x, int64_t apartX, int64_t y, int64_t apartY) {
  kernels->copyRows(n, count, x, apartX, y, apartY);
}
void batchNormStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t partial) {
  kernels->batchNormStatistics(n, channels, plane, x, partial);
}
void batchNormMerge(int32_t slices, int32_t channels, int32_t batch, int32_t slice, int32_t plane, float momentum,
                    float epsilon, int64_t partials, int64_t bias, int64_t mean, int64_t inverseDeviation,
                    int64_t runningMean, int64_t runningVariance) {
  kernels->batchNormMerge(slices, channels, batch, slice, plane, momentum, epsilon, partials, bias, mean,
      inverseDeviation, runningMean, runningVariance);
}
void batchNorm(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t mean, int64_t inverseDeviation,
               int64_t gamma, int64_t beta, bool relu, int64_t y) {
  kernels->batchNorm(n, channels, plane, x, mean, inverseDeviation, gamma, beta, relu, y);
}
void batchNormBackwardStatistics(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                                 int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t partial) {
  kernels->batchNormBackwardStatistics(n, channels, plane, x, dy, mean, inverseDeviation, gamma, beta, relu, partial);
}
void batchNormBackward(int32_t n, int32_t channels, int32_t plane, int64_t x, int64_t dy, int64_t mean,
                       int64_t inverseDeviation, int64_t gamma, int64_t beta, bool relu, int64_t dGamma, int64_t dBeta,
                       int64_t population, int64_t dx) {
  kernels->batchNormBackward(n, channels, plane, x, dy, mean, inverseDeviation, gamma, beta, relu, dGamma, dBeta,
      population, dx);
}
void scaleChannels(int32_t n, int32_t channels, int32_t plane, int64_t dy, int64_t scale, int64_t dx) {
  kernels->scaleChannels(n, channels, plane, dy, scale, dx);
}
void move(int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x, int64_t moves, int64_t y) {
  kernels->move(n, channels, height, width, x, moves, y);
}
void interpolate(int32_t n, int64_t size, int32_t points, int32_t first, int64_t from, int64_t to, int64_t out) {
  kernels->interpolate(n, size, points, first, from, to, out);
}
void argmax(int32_t n, int32_t classes, int64_t logits, int64_t out) { kernels->argmax(n, classes, logits, out); }
void fold(int32_t n, int64_t from, int64_t to, int64_t x, int64_t signs, int64_t y) {
  kernels->fold(n, from, to, x, signs, y);
}
void gridMeans(int64_t planes, int32_t inHeight, int32_t inWidth, int32_t height, int32_t width, int64_t x, int64_t y) {
  kernels->gridMeans(planes, inHeight, inWidth, height, width, x, y);
}
void products(int32_t n, int64_t size, int32_t each, int32_t first, int64_t x, int64_t references, int64_t out) {
  kernels->products(n, size, each, first, x, references, out);
}
double product(int32_t n, const double* a, const double* b) { return kernels->product(n, a, b); }
double narrowProduct(int32_t n, const float* a, int32_t from, const float* b, int32_t at) {
  return kernels->narrowProduct(n, a, from, b, at);
}
void project(int32_t n, int32_t count, const float* x, int32_t from, const double* rows, double* y) {
  kernels->project(n, count, x, from, rows, y);
}
double widen(int32_t n, const float* x, int32_t from, double* y) { return kernels->widen(n, x, from, y); }
void displace(int32_t n, const float* x, int32_t from, const double* by, float* into, int32_t offset) {
  kernels->displace(n, x, from, by, into, offset);
}
void extend(int32_t n, const float* x, int32_t from, double factor, const float* ray, float* into, int32_t offset) {
  kernels->extend(n, x, from, factor, ray, into, offset);
}
double turn(int32_t n, double unit, double inertia, double back, double down, const float* slope, int32_t from,
            float* moved, const float* at, float* to) {
  return kernels->turn(n, unit, inertia, back, down, slope, from, moved, at, to);
}
void softmaxCrossEntropy(int32_t n, int32_t classes, int64_t logits, int64_t labels, float scale, int64_t loss,
                         int64_t dLogits) {
  kernels->softmaxCrossEntropy(n, classes, logits, labels, scale, loss, dLogits);
}
void sum(int32_t groups, int64_t count, int64_t partials, int64_t out) {
  kernels->sum(groups, count, partials, out);
}
void sgd(int64_t count, int64_t parameters, int64_t gradient, int64_t velocity, float rate, float momentum, float
         weightDecay, bool nesterov) {
  kernels->sgd(count, parameters, gradient, velocity, rate, momentum, weightDecay, nesterov);
}
void adam(int64_t count, int64_t parameters, int64_t gradient, int64_t first, int64_t second, float rate, float
          beta1, float beta2, float epsilon, float weightDecay, int64_t step) {
  kernels->adam(count, parameters, gradient, first, second, rate, beta1, beta2, epsilon, weightDecay, step);
}

}  // namespace assay
