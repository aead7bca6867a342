// What this machine can do at most, measured: fused multiply-adds in registers, and memory read and
// triad (a = b + s*c) over arrays far larger than the caches. Prints GFLOP/s and GB/s, best of five.
//   limits [THREADS [flops]]    with "flops" the first of the three numbers only
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#if defined(__AVX512F__)
constexpr int kBytes = 64;
#elif defined(__AVX__)
constexpr int kBytes = 32;
#else
constexpr int kBytes = 16;
#endif
typedef float Vector __attribute__((vector_size(kBytes)));
constexpr int kLanes = kBytes / sizeof(float);
constexpr int kChains = 12;  // more independent sums than latency times units, and they fit 16 registers

static double seconds(int threads, const std::function<void(int)>& work) {
  auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> others;
  for (int t = 1; t < threads; t++) others.emplace_back(work, t);
  work(0);
  for (auto& other : others) other.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

static double best_rate(int threads, double units, const std::function<void(int)>& work) {
  double best = 0;
  for (int i = 0; i < 5; i++) best = std::max(best, units * threads / seconds(threads, work));
  return best / 1e9;
}

static volatile float sink;

static void multiply_add(long rounds) {
  Vector sum[kChains], factor, term;
  for (int i = 0; i < kLanes; i++) factor[i] = 0.999f, term[i] = 0.001f;
  for (auto& s : sum) s = term;
  for (long r = 0; r < rounds; r++) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; i++) sum[i] = sum[i] * factor + term;
  }
  float total = 0;
  for (auto& s : sum) total += s[0];
  sink = total;
}

static void read(const Vector* x, long count) {
  Vector sum[8] = {};
  for (long i = 0; i + 8 <= count; i += 8) {
#pragma GCC unroll 8
    for (int j = 0; j < 8; j++) sum[j] += x[i + j];
  }
  float total = 0;
  for (auto& s : sum) total += s[0];
  sink = total;
}

static void triad(Vector* a, const Vector* b, const Vector* c, long count) {
  for (long i = 0; i < count; i++) a[i] = b[i] + 3.0f * c[i];
}

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1;
  const long rounds = 20'000'000;
  double fma = best_rate(threads, 2.0 * kLanes * kChains * rounds, [&](int) { multiply_add(rounds); });
  if (argc > 2 && !std::strcmp(argv[2], "flops")) {
    std::printf("%.1f\n", fma);
    return 0;
  }

  const long bytes = 256L << 20, vectors = bytes / kBytes, share = vectors / threads;
  auto array = [&](float value) {
    auto* data = static_cast<Vector*>(std::aligned_alloc(64, bytes));
    std::fill_n(reinterpret_cast<float*>(data), bytes / sizeof(float), value);
    return std::unique_ptr<Vector, decltype(&std::free)>(data, std::free);
  };
  auto a = array(0), b = array(1), c = array(2);
  double moved = static_cast<double>(share) * kBytes;
  double reading = best_rate(threads, moved, [&](int t) { read(b.get() + t * share, share); });
  double writing = best_rate(threads, 3 * moved, [&](int t) {
    triad(a.get() + t * share, b.get() + t * share, c.get() + t * share, share);
  });
  std::printf("%.1f %.1f %.1f\n", fma, reading, writing);
}
