// Which polyphase component of a sample has the greatest norm (adaptive polyphase sampling, Chaman and Dokmanic 2021).
// Component k takes rows k mod sh, k mod sh + sh, ... and columns k div sh, k div sh + sw, ... of every channel.
//
// A circular shift permutes the components and rolls them; for the choice to follow, nothing may depend on the order of
// sums. So squares, of values over the power of two above the greatest, are rounded to multiples of a unit that is small
// enough for sums of them to be exact in double. Ties go by the same sum of absolute values, by the greatest of them, by
// the sorted values (the largest that one has more often), by the rolled component that comes first when read in order;
// the lower index is left where components are the same but for rolling.
// Floor: every value read twice, once for the greatest. Measured (Gelem/s, one core of a busy
// machine, in L2 / over 17 MB): stride 2 4.5 / 3.6, stride 3 2.8 / 2.3.
#pragma once
#include "vector.h"

namespace assay::ISA {

namespace {

typedef float HalfVector __attribute__((vector_size(VL * 2)));
typedef double Doubles __attribute__((vector_size(VL * 4)));
static_assert(sizeof(HalfVector) * 2 == sizeof(V) && sizeof(Doubles) == sizeof(V));

struct Phases {
  static constexpr int32_t kInfinity = 0x7f800000;
  int sh, sw;
  int64_t channels, height, width;
  const float* x;
  double scale = 1, rounding = 0;  // a power of two; what, added and taken away again, rounds to the unit
  bool finite = true;

  int64_t rows() const { return height / sh; }
  int64_t columns() const { return width / sw; }
  int64_t size() const { return channels * rows() * columns(); }
  float at(int k, int64_t c, int64_t i, int64_t j) const {
    return x[(c * height + i * sh + k % sh) * width + j * sw + k / sh];
  }
  // Calls run(value) for the values of a component.
  template <class Run>
  void each(int k, Run run) const {
    for (int64_t c = 0; c < channels; c++)
      for (int64_t i = 0; i < rows(); i++)
        for (int64_t j = 0; j < columns(); j++) run(at(k, c, i, j));
  }

  int select() {
    const int32_t greatest = greatestBits();
    if (greatest == 0) return 0;
    finite = greatest < kInfinity;
    if (finite) measureBy(greatest);
    int best = 0;
    double bestNorm = 0;
    for (int a = 0; a < sh; a++) {
      double norms[VL];
      for (int from = 0; from < sw; from += VL) {
        const int count = (int)least(VL, sw - from);
        squares(a, from, count, norms);
        for (int b = 0; b < count; b++) {
          const int k = a + sh * (from + b);
          if (norms[b] > bestNorm || (norms[b] == bestNorm && before(k, best))) best = k, bestNorm = norms[b];
        }
      }
    }
    return best;
  }

 private:
  static int32_t bitsOf(float value) {
    int32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits & 0x7fffffff;
  }

  // The bits of absolute values are in their order, those of no numbers above all others.
  int32_t greatestBits() const {
    Mask greatest{};
    forVectors(channels * height * width, [&](int64_t i, auto part) {
      const Mask bits = (Mask)part.get(x + i) & 0x7fffffff;
      greatest = bits > greatest ? bits : greatest;
    });
    int32_t bits = 0;
    for (int lane = 0; lane < VL; lane++) bits = (int32_t)most(bits, greatest[lane]);
    return bits;
  }

  void measureBy(int32_t greatest) {
    float value;
    std::memcpy(&value, &greatest, sizeof value);
    int exponent, bits = 0;
    __builtin_frexp(value, &exponent);
    while (((int64_t)1 << bits) < size()) bits++;
    scale = __builtin_ldexp(1.0, -exponent);
    rounding = __builtin_ldexp(1.5, bits + 2);
  }

  // Where values are not finite, those that are not are counted, so that divergence shows.
  double measured(float value, bool square) const {
    if (!finite) return bitsOf(value) < kInfinity ? 0 : 1;
    const double size = scale * __builtin_fabs(value);
    return ((square ? size * size : size) + rounding) - rounding;
  }

  // The sums of squares of the components of row phase a and column phases from, from + 1 ...
  void squares(int a, int from, int count, double* norms) const {
    for (int b = 0; b < count; b++) norms[b] = 0;
    if (sw > VL || !finite) {
      for (int b = 0; b < count; b++)
        each(a + sh * (from + b), [&](float value) { norms[b] += measured(value, true); });
      return;
    }
    const int step = VL - VL % sw;  // then a lane has the same column phase everywhere
    Doubles low{}, high{};
    const auto add = [&](V v) __attribute__((always_inline)) {
      HalfVector halves[2];
      std::memcpy(halves, &v, sizeof v);
      const Doubles s = __builtin_convertvector(halves[0], Doubles) * scale, t = __builtin_convertvector(halves[1], Doubles) * scale;
      low += (s * s + rounding) - rounding;
      high += (t * t + rounding) - rounding;
    };
    for (int64_t c = 0; c < channels; c++)
      for (int64_t h = a; h < height; h += sh) {
        const float* row = x + (c * height + h) * width;
        int64_t j = 0;
        if (step == VL)
          for (; j + VL <= width; j += VL) add(load(row + j));
        else
          for (; j + VL <= width; j += step) add(firstLanes(load(row + j), step));
        for (; j < width; j += step) add(load(row + j, least(step, width - j)));
      }
    double lanes[VL];
    std::memcpy(lanes, &low, sizeof low);
    std::memcpy(lanes + VL / 2, &high, sizeof high);
    for (int lane = 0; lane < step; lane++) norms[lane % sw] += lanes[lane];
  }

  ASSAY_INLINE static V firstLanes(V v, int count) {
    const Mask lane = {ASSAY_IOTA};
    return lane < Mask{} + count ? v : V{};
  }

  // Whether component k goes before l, whose norm is the same.
  bool before(int k, int l) const {
    const double sum = sumOf(k) - sumOf(l);
    if (sum != 0) return sum > 0;
    const float greatest = greatestOf(k) - greatestOf(l);
    if (greatest != 0) return greatest > 0;
    if (!finite || same(k, l)) return k < l;
    const int more = surplus(k, l);
    if (more != 0) return more > 0;
    const int order = compare(k, firstTurn(k), l, firstTurn(l));
    return order != 0 ? order < 0 : k < l;
  }

  double sumOf(int k) const {
    double sum = 0;
    each(k, [&](float value) { sum += measured(value, false); });
    return sum;
  }

  float greatestOf(int k) const {
    float greatest = 0;
    each(k, [&](float value) { greatest = __builtin_fabsf(value) > greatest ? __builtin_fabsf(value) : greatest; });
    return finite ? greatest : 0;
  }

  bool same(int k, int l) const {
    for (int64_t c = 0; c < channels; c++)
      for (int64_t i = 0; i < rows(); i++)
        for (int64_t j = 0; j < columns(); j++)
          if (at(k, c, i, j) != at(l, c, i, j)) return false;
    return true;
  }

  // Above zero if the largest value that is not equally often in both is more often in k, below if in l.
  int surplus(int k, int l) const {
    float decisive = -__builtin_inff();
    int64_t difference = 0;
    const auto weigh = [&](float value) {
      if (difference != 0 && value <= decisive) return;
      int64_t more = 0;
      each(k, [&](float other) { more += other == value; });
      each(l, [&](float other) { more -= other == value; });
      if (more == 0) return;
      decisive = value;
      difference = more;
    };
    each(k, weigh);
    each(l, weigh);
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
  }

  // A component rolled so that it begins at a row and a column.
  struct Turn {
    int64_t i, j;
  };

  Turn firstTurn(int k) const {
    Turn first{0, 0};
    for (int64_t i = 0; i < rows(); i++)
      for (int64_t j = 0; j < columns(); j++)
        if (compare(k, {i, j}, k, first) < 0) first = {i, j};
    return first;
  }

  int compare(int k, Turn of, int l, Turn to) const {
    for (int64_t c = 0; c < channels; c++)
      for (int64_t i = 0; i < rows(); i++)
        for (int64_t j = 0; j < columns(); j++) {
          const float a = at(k, c, (i + of.i) % rows(), (j + of.j) % columns());
          const float b = at(l, c, (i + to.i) % rows(), (j + to.j) % columns());
          if (a != b) return a < b ? -1 : 1;
        }
    return 0;
  }
};

}  // namespace

void selectPhase(int32_t sh, int32_t sw, int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x,
                 int64_t phases) {
  for (int32_t i = 0; i < n; i++) {
    Phases sample{sh, sw, channels, height, width, floats(x) + (int64_t)i * channels * height * width};
    floats(phases)[i] = (float)sample.select();
  }
}

}  // namespace assay::ISA
