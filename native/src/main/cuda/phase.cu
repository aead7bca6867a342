// Which polyphase component of a sample has the greatest norm: the formula is that of Backend.selectPhase. Sums are exact
// in double, so threads may share them in any way; ties, which are rare, are one thread's.
// Floor: every value read twice, once for the greatest.
#include "common.cuh"

/** The components of one sample. */
struct Phases {
  int sh, sw, channels, height, width;
  const float* x;
  double scale, rounding;
  bool finite;

  __device__ int rows() const { return height / sh; }
  __device__ int columns() const { return width / sw; }
  __device__ int size() const { return channels * rows() * columns(); }

  /** Value i of component k, in order of channel, row, column, where its planes begin at (top, left). */
  __device__ float at(int k, int i, int top, int left) const {
    const int line = i / columns(), c = line / rows();
    const int row = (line - c * rows() + top) % rows(), column = (i - line * columns() + left) % columns();
    return x[((i64)c * height + k % sh + row * sh) * width + k / sh + column * sw];
  }
  __device__ float at(int k, int i) const { return at(k, i, 0, 0); }

  /** The bits of absolute values are in their order, those of no numbers above all others. */
  __device__ static int bits(float value) { return __float_as_int(value) & 0x7fffffff; }

  __device__ double measured(float value, bool square) const {
    if (!finite) return bits(value) < 0x7f800000 ? 0 : 1;
    const double size = scale * fabs((double)value);
    return ((square ? size * size : size) + rounding) - rounding;
  }

  __device__ void measureBy(int greatest) {
    int exponent, bits = 0;
    finite = greatest < 0x7f800000;
    if (!finite) return;
    frexp((double)__int_as_float(greatest), &exponent);
    while ((1LL << bits) < size()) bits++;
    scale = scalbn(1.0, -exponent);
    rounding = scalbn(1.5, bits + 2);
  }

  /** Whether component k goes before l, whose norm is the same. */
  __device__ bool before(int k, int l) const {
    double sum = 0;
    int greatest = 0, other = 0;
    bool same = true;
    for (int i = 0; i < size(); i++) {
      const float a = at(k, i), b = at(l, i);
      sum += measured(a, false) - measured(b, false);
      greatest = most(greatest, bits(a));
      other = most(other, bits(b));
      same = same && a == b;
    }
    if (sum != 0) return sum > 0;
    if (!finite || same) return k < l;
    if (greatest != other) return greatest > other;
    const int more = surplus(k, l);
    if (more != 0) return more > 0;
    const int order = compare(k, first(k), l, first(l));
    return order != 0 ? order < 0 : k < l;
  }

  /** Above zero if the largest value that is not equally often in both is more often in k, below if in l. */
  __device__ int surplus(int k, int l) const {
    float largest = 0;
    int difference = 0;
    for (int i = 0; i < 2 * size(); i++) {
      const float value = i < size() ? at(k, i) : at(l, i - size());
      if (difference != 0 && value <= largest) continue;
      int more = 0;
      for (int j = 0; j < size(); j++) more += (at(k, j) == value) - (at(l, j) == value);
      if (more == 0) continue;
      largest = value;
      difference = more;
    }
    return difference;
  }

  /** Where a component begins when it is rolled to come first lexicographically. */
  __device__ int first(int k) const {
    int first = 0;
    for (int from = 1; from < rows() * columns(); from++)
      if (compare(k, from, k, first) < 0) first = from;
    return first;
  }

  __device__ int compare(int k, int fromK, int l, int fromL) const {
    for (int i = 0; i < size(); i++) {
      const float a = at(k, i, fromK / columns(), fromK % columns()), b = at(l, i, fromL / columns(), fromL % columns());
      if (a != b) return a < b ? -1 : 1;
    }
    return 0;
  }
};

/** A block takes a sample. */
extern "C" __global__ void selectPhase(int sh, int sw, int channels, int height, int width, const float* x,
                                       float* phases) {
  __shared__ double sums[BLOCK];
  __shared__ int greatest[BLOCK];
  const i64 all = (i64)channels * height * width;
  Phases sample = {sh, sw, channels, height, width, x + blockIdx.x * all, 0, 0, true};
  int bits = 0;
  for (i64 i = threadIdx.x; i < all; i += BLOCK) bits = most(bits, Phases::bits(sample.x[i]));
  greatest[threadIdx.x] = bits;
  __syncthreads();
  for (int i = 0; i < BLOCK; i++) bits = most(bits, greatest[i]);
  sample.measureBy(bits);
  int best = 0;
  double bestNorm = 0;
  for (int k = 0; k < sh * sw && bits > 0; k++) {
    double sum = 0;
    for (int i = threadIdx.x; i < sample.size(); i += BLOCK) sum += sample.measured(sample.at(k, i), true);
    sums[threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
      double norm = 0;
      for (int i = 0; i < BLOCK; i++) norm += sums[i];
      if (norm > bestNorm || (norm == bestNorm && sample.before(k, best))) {
        best = k;
        bestNorm = norm;
      }
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) phases[blockIdx.x] = (float)best;
}
