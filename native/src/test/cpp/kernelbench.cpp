// Speed of the kernels on one thread: GFLOP/s of the products, Gelem/s of the rest, and the peak of the multiply-add unit.
//   kernelbench [part of a name]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

#include "kernels.h"

namespace {

const char* filter = "";

struct Block {
  int64_t address;
  explicit Block(int64_t floats) : address(assay::memoryAllocate(floats * 4 + 4)) {
    float* p = reinterpret_cast<float*>(address);
    uint32_t state = 1;
    for (int64_t i = 0; i < floats; i++) {
      state = state * 1664525u + 1013904223u;
      p[i] = (float)(int32_t)state * 0x1p-31f;
    }
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block() { assay::memoryFree(address); }
  operator int64_t() const { return address; }
};

// Processor time of this thread: what other processes take from it does not count.
double seconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

// Work per second of processor time: the best of 9 stretches of at least 20 ms.
template <class Run>
void measure(const char* name, double work, const char* unit, Run run) {
  if (!std::strstr(name, filter)) return;
  run();
  std::vector<double> rates;
  for (int i = 0; i < 9; i++) {
    const double start = seconds();
    double spent = 0;
    int calls = 0;
    do {
      run();
      calls++;
      spent = seconds() - start;
    } while (spent < 0.02);
    rates.push_back(work * calls / spent * 1e-9);
  }
  std::sort(rates.begin(), rates.end());
  std::printf("%-46s %8.2f %s\n", name, rates.back(), unit);
}

void peak() {
#if defined(__x86_64__)
  if (assay::isaLevel() != 2) return;
  measure("peak multiply-add (avx512)", 2.0 * 16 * 16 * 100000, "GFLOP/s", []() __attribute__((target("avx512f"))) {
    asm volatile(
        "mov $100000, %%eax\n"
        "1:\n"
#define F(n) "vfmadd231ps %%zmm30, %%zmm31, %%zmm" #n "\n"
        F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15)
        "dec %%eax\n"
        "jnz 1b\n" ::
            : "eax", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
              "xmm12", "xmm13", "xmm14", "xmm15");
  });
#endif
}

void conv(int k, int s, int n, int c, int o, int size, int padding = -1) {
  const int p = padding < 0 ? k / 2 : padding, out = (size + 2 * p - k) / s + 1;
  const double flops = 2.0 * n * o * out * out * c * k * k;
  Block x((int64_t)n * c * size * size), y((int64_t)n * o * out * out), w(o * c * k * k), dw(o * c * k * k), bias(o);
  Block dx((int64_t)n * c * size * size);
  Block forward(assay::convPackedSize(k, k, s, s, p, p, c, o, false));
  Block backward(assay::convPackedSize(k, k, s, s, p, p, c, o, true));
  Block scratch(assay::convScratchSize(k, k, s, s, p, p, c, size, size, o));
  assay::convPack(k, k, s, s, p, p, c, o, false, w, forward);
  assay::convPack(k, k, s, s, p, p, c, o, true, w, backward);
  char name[80];
  std::snprintf(name, sizeof name, "conv %dx%d/%d %d->%d %dx%d n=%d forward", k, k, s, c, o, size, size, n);
  measure(name, flops, "GFLOP/s", [&] { assay::conv(k, k, s, s, p, p, n, c, size, size, o, x, forward, bias, true, y, scratch); });
  std::snprintf(name, sizeof name, "conv %dx%d/%d %d->%d %dx%d n=%d data", k, k, s, c, o, size, size, n);
  measure(name, flops, "GFLOP/s", [&] { assay::convBackwardData(k, k, s, s, p, p, n, c, size, size, o, y, backward, dx, scratch); });
  std::snprintf(name, sizeof name, "conv %dx%d/%d %d->%d %dx%d n=%d weights", k, k, s, c, o, size, size, n);
  measure(name, flops, "GFLOP/s", [&] { assay::convBackwardWeights(k, k, s, s, p, p, n, c, size, size, o, x, y, dw, bias, scratch); });
}

void dense(int n, int inputs, int outputs) {
  const double flops = 2.0 * n * inputs * outputs;
  Block x((int64_t)n * inputs), y((int64_t)n * outputs), w((int64_t)inputs * outputs), dw((int64_t)inputs * outputs), bias(outputs), db(outputs);
  Block dx((int64_t)n * inputs);
  Block forward(assay::densePackedSize(inputs, outputs, false)), backward(assay::densePackedSize(inputs, outputs, true));
  Block scratch(assay::denseScratchSize(n, inputs, outputs));
  char name[80];
  std::snprintf(name, sizeof name, "dense %d->%d n=%d pack forward", inputs, outputs, n);
  measure(name, (double)inputs * outputs, "Gelem/s", [&] { assay::densePack(w, inputs, outputs, false, 0, 1, forward); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d pack backward", inputs, outputs, n);
  measure(name, (double)inputs * outputs, "Gelem/s", [&] { assay::densePack(w, inputs, outputs, true, 0, 1, backward); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d forward", inputs, outputs, n);
  measure(name, flops, "GFLOP/s", [&] { assay::dense(x, forward, bias, true, n, inputs, outputs, y); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d data", inputs, outputs, n);
  measure(name, flops, "GFLOP/s", [&] { assay::dense(y, backward, 0, false, n, outputs, inputs, dx); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d plain forward", inputs, outputs, n);
  measure(name, flops, "GFLOP/s", [&] { assay::densePlain(x, w, bias, true, n, inputs, outputs, y, scratch); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d plain data", inputs, outputs, n);
  measure(name, flops, "GFLOP/s", [&] { assay::densePlainBackwardData(y, w, n, inputs, outputs, dx, scratch); });
  std::snprintf(name, sizeof name, "dense %d->%d n=%d weights", inputs, outputs, n);
  measure(name, flops, "GFLOP/s", [&] { assay::denseBackwardWeights(x, y, n, inputs, outputs, 0, outputs, dw, db, scratch); });
}

// n images of 32 channels 32x32; rates count the input's elements
void rest(int n) {
  const int c = 32, plane = 1024;
  const int64_t size = (int64_t)n * c * plane;
  Block x(size), y(size), dy(size), index(size), a(c), b(c), gamma(c), beta(c), partial(2 * c);
  char name[80];
#define MEASURE(text, call)                                      \
  std::snprintf(name, sizeof name, "%s n=%d", text, n);          \
  measure(name, (double)size, "Gelem/s", [&] { call; })
  MEASURE("maxpool 2x2/2 with index", assay::maxPool(2, 2, 2, 2, 0, 0, n * c, 32, 32, x, y, index));
  MEASURE("maxpool 2x2/2", assay::maxPool(2, 2, 2, 2, 0, 0, n * c, 32, 32, x, y, 0));
  assay::maxPool(2, 2, 2, 2, 0, 0, n * c, 32, 32, x, y, index);
  MEASURE("maxpool 2x2/2 backward", assay::maxPoolBackward(2, 2, 2, 2, 0, 0, n, 1, c, 32, 32, index, dy, y));
  MEASURE("maxpool 3x3/2+1 with index", assay::maxPool(3, 3, 2, 2, 1, 1, n * c, 32, 32, x, y, index));
  assay::maxPool(3, 3, 2, 2, 1, 1, n * c, 32, 32, x, y, index);
  MEASURE("maxpool 3x3/2+1 backward", assay::maxPoolBackward(3, 3, 2, 2, 1, 1, n, 1, c, 32, 32, index, dy, y));
  MEASURE("maxpool 2x2/1 with index", assay::maxPool(2, 2, 1, 1, 0, 0, n * c, 32, 32, x, y, index));
  assay::maxPool(2, 2, 1, 1, 0, 0, n * c, 32, 32, x, y, index);
  MEASURE("maxpool 2x2/1 backward", assay::maxPoolBackward(2, 2, 1, 1, 0, 0, n, 1, c, 32, 32, index, dy, y));
  MEASURE("avgpool 2x2/2", assay::avgPool(2, 2, 2, 2, 0, 0, n * c, 32, 32, x, y));
  MEASURE("avgpool 2x2/2 backward", assay::avgPoolBackward(2, 2, 2, 2, 0, 0, n * c, 32, 32, dy, y));
  MEASURE("avgpool global", assay::avgPool(32, 32, 1, 1, 0, 0, n * c, 32, 32, x, y));
  MEASURE("blur 1/2", assay::blur(1, 2, 2, 0, n * c, 32, 32, 0, 1, x, y));
  MEASURE("blur 1/2 backward", assay::blurBackward(1, 2, 2, 0, n * c, 32, 32, 0, 1, dy, y));
  MEASURE("blur 3/2", assay::blur(3, 2, 2, 0, n * c, 32, 32, 0, 1, x, y));
  MEASURE("blur 3/2 backward", assay::blurBackward(3, 2, 2, 0, n * c, 32, 32, 0, 1, dy, y));
  MEASURE("phase 3", assay::selectPhase(3, 3, n, c, 30, 33, x, index));
  MEASURE("phase 2", assay::selectPhase(2, 2, n, c, 32, 32, x, index));
  MEASURE("sample phase 2", assay::blur(1, 2, 2, 3, n * c, 32, 32, index, c, x, y));
  MEASURE("batchnorm statistics", assay::batchNormStatistics(n, c, plane, x, partial));
  std::memset(reinterpret_cast<void*>((int64_t)a), 0, 4 * c);
  MEASURE("batchnorm forward", assay::batchNorm(n, c, plane, x, a, b, gamma, beta, true, y));
  MEASURE("batchnorm backward statistics", assay::batchNormBackwardStatistics(n, c, plane, x, dy, a, b, gamma, a, false, partial));
  MEASURE("batchnorm backward", assay::batchNormBackward(n, c, plane, x, dy, a, b, gamma, a, false, a, b, 1000, y));
  MEASURE("relu", assay::relu(0, size, x, y));
  MEASURE("relu backward", assay::reluBackward(0, n, 1, c * plane, x, dy, y));
  MEASURE("dropout", assay::dropout(0.5f, 1, 2, size, x, y));
  MEASURE("sgd", assay::sgd(size, x, dy, y, 0, 0, 0, false));
  MEASURE("adam", assay::adam(size, x, dy, y, index, 0, 0, 0, 1, 0, 3));
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1) filter = arguments[1];
  if (const char* level = std::getenv("ASSAY_LEVEL")) assay::isaSelect(std::atoi(level));
  peak();
  const int n = 32;
  conv(3, 1, n, 32, 32, 32);
  conv(3, 1, n, 64, 64, 16);
  conv(3, 1, n, 3, 32, 32);
  conv(3, 1, n, 32, 64, 16);
  conv(5, 1, n, 32, 32, 32);
  conv(5, 1, n, 3, 32, 32);
  conv(5, 1, n, 64, 64, 16);
  conv(3, 2, n, 32, 64, 32);
  conv(3, 2, n, 64, 128, 16);
  conv(3, 1, n, 64, 64, 8);
  conv(3, 1, n, 32, 64, 14);
  conv(3, 1, n, 1, 32, 28);
  conv(3, 1, n, 32, 32, 28);
  conv(7, 1, n, 16, 24, 20);
  conv(1, 1, n, 64, 64, 16);
  dense(128, 784, 1000);
  dense(128, 1000, 1000);
  dense(32, 1000, 1000);
  dense(1, 1000, 1000);
  dense(128, 1000, 10);
  dense(32, 4096, 256);
  rest(4);
  rest(128);
}
