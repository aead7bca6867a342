// Pooling, plane by plane.
//   maximum  y[i,j] = max x[i*sh+a-ph, j*sw+b-pw], the first in row-major order wins; its index is kept
//   mean     y[i,j] = sum x[...] / (kh*kw), zeros outside the image
// Floor: every input read once, every output (and index) written once; 4 bytes each. Arithmetic: kh*kw steps per output.
//
// Maximum, kernels of width 2 and 3: the outputs of a vector of columns are done down the image (MaxPool::down). Where two
// vectors hold a row and one its outputs, edges included, the taps are picked from the two loads by fixed permutations;
// wider rows take them from memory (stride 2 by splitting even and odd lanes), with the few outputs at the edges one by
// one. Other kernels, and planes with a NaN, output row by output row.
//
// Tried (Gelem/s of input, one core, with index, in L2 / over 17 MB; the machine was busy):
//   output row by output row     2x2/2 7.3 / 5.2   3x3/2+1 1.8 / 1.7
//   down, taps from memory       2x2/2 7.7 / 4.7   3x3/2+1 2.5 / 2.2   a third of its time in one edge output of 16
//   down, taps by permutation    2x2/2 17 / 6.6    3x3/2+1 13.7 / 5.6
// The last figures over 17 MB are the memory's: 8 bytes move per input (4 read, 2 x 1 written, for which lines are read
// first), 53 GB/s. An index of one byte would make it 6.5; stores past the cache 6, but the next layer reads y at once.
// With masked loads and stores for the last lanes 3x3/2 and 2x2/1 ran at 0.9 and 1.0: whole vectors moved back over the
// last outputs instead.
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

struct PoolWindow {
  int kh, kw, sh, sw, ph, pw, height, width;
  int rows() const { return (height + 2 * ph - kh) / sh + 1; }
  int columns() const { return (width + 2 * pw - kw) / sw + 1; }
  // Rows and columns of the window inside the image: from max(0, begin) to min(kernel, end).
  ASSAY_INLINE int top(int i) const { return (int)most(0, ph - i * sh); }
  ASSAY_INLINE int bottom(int i) const { return (int)least(kh, height + ph - i * sh); }
  ASSAY_INLINE int left(int j) const { return (int)most(0, pw - j * sw); }
  ASSAY_INLINE int right(int j) const { return (int)least(kw, width + pw - j * sw); }
  // Columns of outputs that need no care at the edges.
  int inner() const { return (int)least(columns(), ceilDiv(pw, sw)); }
  int innerEnd() const { return (int)most(inner(), least(columns(), floorDiv(width - kw + pw, sw) + 1)); }
};

// The values of neighbouring outputs under one tap: p[0], p[s], p[2s] ...
template <int S>
ASSAY_INLINE V strided(const float* p, Whole) {
  if constexpr (S == 1) return load(p);
  return everySecond(p);
}
template <int S>
ASSAY_INLINE V strided(const float* p, Tail part) {
  if constexpr (S == 1) return load(p, part.n);
  return everySecond(p, part.n);
}

// Lane i is lane place[i] of the two, the second's numbered from VL.
ASSAY_INLINE V pick(V a, V b, Mask place) {
#ifdef __clang__
  V picked{};
  for (int i = 0; i < VL; i++) picked[i] = place[i] < VL ? a[place[i]] : b[place[i] - VL];
  return picked;
#else
  return __builtin_shuffle(a, b, place);
#endif
}
ASSAY_INLINE bool anyNaN(V v) {
#if VL == 16
  return _mm512_cmp_ps_mask((__m512)v, (__m512)v, _CMP_UNORD_Q) != 0;
#else
  const Mask odd = v != v;
  int32_t any = 0;
  for (int i = 0; i < VL; i++) any |= odd[i];
  return any != 0;
#endif
}

// Calls step(j, part) over outputs from ... to - 1: whole vectors, the last one moved back over the one before.
template <class Step>
ASSAY_INLINE void forOverlapping(int from, int to, Step step) {
  if (to - from < VL) {
    if (to > from) step(from, Tail{to - from});
    return;
  }
  for (int j = from; j < to; j += VL) step((int)least(j, to - VL), Whole{});
}

struct MaxPool : PoolWindow {
  template <int S, bool Indexed, class Part>
  ASSAY_INLINE void vector(const float* x, int i, int j, Part part, float* y, float* argmax) const {
    const V iota = {ASSAY_IOTA};
    const V columns = splat((float)(j * S - pw)) + iota * splat((float)S);
    V best{}, index{};
    for (int a = top(i), first = 1; a < bottom(i); a++) {
      const int h = i * sh + a - ph;
      const float* row = x + (int64_t)h * width + j * S - pw;
      for (int b = 0; b < kw; b++, first = 0) {
        const V value = strided<S>(row + b, part);
        // not "value > best": a NaN wins and stays, so that divergence shows
        const Mask better = first ? ~Mask{} : ~(value <= best) & (best == best);
        best = better ? value : best;
        if (Indexed) index = better ? columns + splat((float)(h * width + b)) : index;
      }
    }
    part.put(y + j, best);
    if (Indexed) part.put(argmax + j, index);
  }

  ASSAY_INLINE void scalar(const float* x, int i, int j, float* y, float* argmax) const {
    if (top(i) >= bottom(i) || left(j) >= right(j)) {  // in the padding alone
      y[j] = -__builtin_inff();
      if (argmax) argmax[j] = -1;
      return;
    }
    int at = (i * sh + top(i) - ph) * width + j * sw + left(j) - pw;
    float best = x[at];
    for (int a = top(i); a < bottom(i); a++) {
      for (int b = left(j); b < right(j); b++) {
        const int here = (i * sh + a - ph) * width + j * sw + b - pw;
        int better = -(int)(!(x[here] <= best) & (best == best));
        asm("" : "+r"(better));  // or the compiler makes a branch of it, which nothing can predict
        at = (here & better) | (at & ~better);
        best = x[at];
      }
    }
    y[j] = best;
    if (argmax) argmax[j] = (float)at;
  }

  struct Winner {
    V value, index;
    template <bool Indexed>
    ASSAY_INLINE void challenge(V other, V at) {
      const Mask better = other > value;
      value = better ? other : value;
      if (Indexed) index = better ? at : index;
    }
  };

  // Neighbouring outputs down the image: across each row under the window, then down over the rows, which keeps the
  // row-major order of ties. A row that ends one window and begins the next is done once. False where there may be a NaN
  // (the sum of all values is none if there is not), which this order does not keep.
  template <int KW, bool Indexed, class Taps, class Part>
  ASSAY_INLINE bool down(const float* x, const Taps& taps, Part part, float* y, float* argmax) const {
    V sum{};
    const auto across = [&](int h) __attribute__((always_inline)) {
      const float* row = x + (int64_t)h * width;
      V values[KW];
      taps.load(row, values);
      const V start = splat((float)(h * width));
      Winner best{values[0], start + taps.column[0]};
      V seen = values[0];
#pragma GCC unroll 3
      for (int b = 1; b < KW; b++) {
        seen += values[b];
        best.template challenge<Indexed>(values[b], start + taps.column[b]);
      }
      sum += seen;  // one step of the chain for a row
      return best;
    };
    const int rows_ = rows();
    const int64_t step = columns();
    const auto write = [&](const Winner& best) __attribute__((always_inline)) {
      part.put(y, best.value);
      y += step;
      if (Indexed) {
        part.put(argmax, best.index);
        argmax += step;
      }
    };
    if (sh == 1 && kh == KW && ph == 0) {  // dense: each row is the last one of a window, the first of another
      Winner seen[KW];
#pragma GCC unroll 3
      for (int a = 0; a < KW - 1; a++) seen[a + 1] = across(a);
      for (int i = 0; i < rows_; i++) {
#pragma GCC unroll 3
        for (int a = 0; a < KW - 1; a++) seen[a] = seen[a + 1];
        seen[KW - 1] = across(i + KW - 1);
        Winner best = seen[0];
#pragma GCC unroll 3
        for (int a = 1; a < KW; a++) best.template challenge<Indexed>(seen[a].value, seen[a].index);
        write(best);
      }
      return !anyNaN(sum);
    }
    Winner last{};
    int lastRow = -1;
    for (int i = 0; i < rows_; i++) {
      const int first = i * sh + top(i) - ph, end = i * sh + bottom(i) - ph;
      Winner best = first == lastRow ? last : across(first);
      for (int h = first + 1; h < end; h++) {
        last = across(h);
        best.template challenge<Indexed>(last.value, last.index);
      }
      lastRow = end - 1;
      if (end == first + 1) last = best;
      write(best);
    }
    return !anyNaN(sum);
  }

  // The values under the taps of outputs j ..., which all lie inside the image.
  template <int S, int KW, class Part>
  struct Inside {
    Part part;
    int at;
    V column[KW];
    Inside(const MaxPool& pool, int j, Part part) : part(part), at(j * S - pool.pw) {
      const V iota = {ASSAY_IOTA};
      for (int b = 0; b < KW; b++) column[b] = splat((float)(at + b)) + iota * splat((float)S);
    }
    ASSAY_INLINE void load(const float* row, V (&values)[KW]) const {
#pragma GCC unroll 3
      for (int b = 0; b < KW; b++) values[b] = strided<S>(row + at + b, part);
    }
  };

  // The values under the taps of all outputs of a row that two vectors hold; a tap outside the image repeats the first
  // one inside, which changes neither the maximum nor its place.
  template <int KW>
  struct Narrow {
    int second;  // where the second vector begins; they may overlap
    Mask place[KW];
    V column[KW];
    explicit Narrow(const MaxPool& pool) : second(pool.width - VL) {
      for (int b = 0; b < KW; b++) {
        for (int lane = 0; lane < VL; lane++) {
          const int j = lane < pool.columns() ? lane : 0;
          const int tap = b >= pool.left(j) && b < pool.right(j) ? b : pool.left(j), c = j * pool.sw + tap - pool.pw;
          column[b][lane] = (float)c;
          place[b][lane] = c < VL ? c : c - second + VL;
        }
      }
    }
    ASSAY_INLINE void load(const float* row, V (&values)[KW]) const {
      const V low = assay::ISA::load(row), high = assay::ISA::load(row + second);
#pragma GCC unroll 3
      for (int b = 0; b < KW; b++) values[b] = pick(low, high, place[b]);
    }
  };

  // Every window has a row and a column inside the image, and is one of those done down the image.
  bool goesDown() const {
    return (kw == 2 || kw == 3) && ph < kh && pw < kw && (rows() - 1) * sh < height + ph && (columns() - 1) * sw < width + pw;
  }
  bool isNarrow() const { return goesDown() && width >= VL && width <= 2 * VL && columns() <= VL; }

  template <int S, bool Indexed>
  void plane(const float* x, float* y, float* argmax) const {
    const int from = S == 0 ? columns() : inner(), to = S == 0 ? columns() : innerEnd(), width_ = columns();
    bool done = false;
    if constexpr (S != 0) {
      if (goesDown()) {
        done = true;
        forOverlapping(from, to, [&](int j, auto part) {
          float* index = Indexed ? argmax + j : nullptr;
          done &= kw == 2 ? down<2, Indexed>(x, Inside<S, 2, decltype(part)>(*this, j, part), part, y + j, index)
                          : down<3, Indexed>(x, Inside<S, 3, decltype(part)>(*this, j, part), part, y + j, index);
        });
      }
    }
    for (int i = 0, rows_ = rows(); i < rows_; i++) {
      const bool padding = top(i) >= bottom(i);
      for (int j = 0; j < (padding ? width_ : from); j++) scalar(x, i, j, y, Indexed ? argmax : nullptr);
      if constexpr (S != 0) {
        if (!padding && !done) {
          forOverlapping(from, to, [&](int j, auto part) { vector<S, Indexed>(x, i, j, part, y, argmax); });
        }
      }
      for (int j = padding ? width_ : to; j < width_; j++) scalar(x, i, j, y, Indexed ? argmax : nullptr);
      y += width_;
      if (Indexed) argmax += width_;
    }
  }

  template <bool Indexed>
  void anyPlane(const float* x, float* y, float* argmax) const {
    sw == 1 ? plane<1, Indexed>(x, y, argmax) : sw == 2 ? plane<2, Indexed>(x, y, argmax) : plane<0, Indexed>(x, y, argmax);
  }

  template <int KW, bool Indexed>
  void narrowPlanes(int64_t count, const float* x, float* y, float* argmax) const {
    const Narrow<KW> taps(*this);
    const int64_t in = (int64_t)height * width, out = (int64_t)rows() * columns();
    for (int64_t p = 0; p < count; p++, x += in, y += out, argmax += Indexed ? out : 0) {
      const bool done = columns() == VL ? down<KW, Indexed>(x, taps, Whole{}, y, argmax)
                                        : down<KW, Indexed>(x, taps, Tail{columns()}, y, argmax);
      if (!done) anyPlane<Indexed>(x, y, argmax);
    }
  }

  // Neighbouring outputs share pixels, and often the winner: a sum for each pixel is faster than a sum in memory for each
  // output, which waits for the one before (2x2/1: 1.5 Gelem/s for 0.9).
  bool overlaps() const { return sh == 1 && sw == 1 && (kw == 2 || kw == 3) && kh <= 3; }

  // Each pixel takes the cotangents of the outputs that it won, in their order, which is that of scatter. Left of a row's
  // outputs and right of them are those of its neighbours, which a pixel cannot have won where images are wide enough.
  template <int K>
  void gather(const float* argmax, const float* dy, float* dx) const {
    const int rows_ = rows(), columns_ = columns();
    const V iota = {ASSAY_IOTA};
    for (int h = 0; h < height; h++, dx += width) {
      const int top = (int)most(0, h + ph - kh + 1), bottom = (int)least(rows_ - 1, h + ph);
      // columns whose outputs, or what is read in their place, all exist
      const int64_t before = width < 3 * K ? 0 : (int64_t)top * columns_;
      const int64_t behind = width < 3 * K ? 0 : (int64_t)(rows_ - 1 - bottom) * columns_;
      const int from = (int)least(width, most(0, K - 1 - pw - before));
      const int to = (int)most(from, least(width, columns_ - pw + behind));
      const float own = (float)(h * width);
      const float *winner = argmax + (int64_t)top * columns_ + pw - K + 1, *g = dy + (winner - argmax);
      const auto each = [&](int count) __attribute__((always_inline)) {
        forOverlapping(from, to, [&](int w, auto part) {
          const V place = splat(own + (float)w) + iota;
          V sum{};
#pragma GCC unroll 3
          for (int a = 0; a < count; a++) won<K>(winner + a * columns_ + w, g + a * columns_ + w, place, part, sum);
          part.put(dx + w, sum);
        });
      };
      bottom - top == K - 1 ? each(K) : each(bottom - top + 1);
      for (int w = 0; w < width; w++) {
        if (w == from) w = to;
        if (w == width) break;
        float sum = 0;
        for (int a = 0; a <= bottom - top; a++) {
          // no branch: which output a pixel won nothing can predict
          for (int b = (int)most(0, K - 1 - w - pw); b <= least(K - 1, columns_ - 1 - w - pw + K - 1); b++)
            sum += winner[a * columns_ + w + b] == own + (float)w ? g[a * columns_ + w + b] : 0.0f;
        }
        dx[w] = sum;
      }
    }
  }

  // Adds what pixels take from K neighbouring outputs of a row each; adding zero changes no bit of such a sum.
  template <int K, class Part>
  ASSAY_INLINE static void won(const float* winner, const float* g, V place, Part part, V& sum) {
#pragma GCC unroll 3
    for (int b = 0; b < K; b++) sum += part.get(winner + b) == place ? part.get(g + b) : V{};
  }

  void backward(const float* argmax, const float* dy, float* dx) const {
    if (!overlaps()) scatter(argmax, dy, dx);
    else kw == 2 ? gather<2>(argmax, dy, dx) : gather<3>(argmax, dy, dx);
  }

  void scatter(const float* argmax, const float* dy, float* dx) const {
    std::memset(dx, 0, (int64_t)height * width * sizeof(float));
    for (int p = 0, out = rows() * columns(); p < out; p++) dx[(int32_t)argmax[p]] += dy[p];
  }

  template <bool Indexed>
  void planes(int64_t count, const float* x, float* y, float* argmax) const {
    if (isNarrow()) {
      kw == 2 ? narrowPlanes<2, Indexed>(count, x, y, argmax) : narrowPlanes<3, Indexed>(count, x, y, argmax);
      return;
    }
    const int64_t in = (int64_t)height * width, out = (int64_t)rows() * columns();
    for (int64_t p = 0; p < count; p++, x += in, y += out, argmax += Indexed ? out : 0) anyPlane<Indexed>(x, y, argmax);
  }
};

struct AvgPool : PoolWindow {
  float scale() const { return 1.0f / (float)(kh * kw); }

  template <int S, class Part>
  ASSAY_INLINE void vector(const float* x, int i, int j, Part part, float* y) const {
    V sum{};
    for (int a = top(i); a < bottom(i); a++) {
      const float* row = x + (int64_t)(i * sh + a - ph) * width + j * S - pw;
      for (int b = 0; b < kw; b++) sum += strided<S>(row + b, part);
    }
    part.put(y + j, sum * splat(scale()));
  }

  ASSAY_INLINE void scalar(const float* x, int i, int j, float* y) const {
    float sum = 0;
    for (int a = top(i); a < bottom(i); a++)
      for (int b = left(j); b < right(j); b++) sum += x[(i * sh + a - ph) * width + j * sw + b - pw];
    y[j] = sum * scale();
  }

  template <int S>
  void plane(const float* x, float* y) const {
    const int from = S == 0 ? columns() : inner(), to = S == 0 ? columns() : innerEnd(), width_ = columns();
    for (int i = 0, rows_ = rows(); i < rows_; i++, y += width_) {
      for (int j = 0; j < from; j++) scalar(x, i, j, y);
      if constexpr (S != 0) {
        forOverlapping(from, to, [&](int j, auto part) { vector<S>(x, i, j, part, y); });
      }
      for (int j = to; j < width_; j++) scalar(x, i, j, y);
    }
  }

  // The window covers the plane: one mean, of what the values are above the first one, so that the error is one of the
  // differences' size and a constant plane has none.
  bool global() const { return kh == height && kw == width && ph == 0 && pw == 0; }
  void mean(const float* x, float* y) const {
    V sum{};
    const V origin = splat(x[0]);
    forVectors((int64_t)height * width, [&](int64_t i, auto part) { sum += part.deviation(x + i, origin); });
    y[0] = (float)(x[0] + total(sum) / ((double)height * width));
  }

  void backward(const float* dy, float* dx) const {
    if (global()) {
      const V mean = splat(fma(dy[0], scale(), 0.0f));
      forVectors((int64_t)height * width, [&](int64_t i, auto part) { part.put(dx + i, mean); });
      return;
    }
    std::memset(dx, 0, (int64_t)height * width * sizeof(float));
    const int columns_ = columns();
    for (int i = 0, rows_ = rows(); i < rows_; i++, dy += columns_) {
      for (int a = top(i); a < bottom(i); a++) {
        float* row = dx + (int64_t)(i * sh + a - ph) * width;
        for (int b = 0; b < kw; b++) {
          const int64_t from = most(0, ceilDiv(pw - b, sw)), to = least(columns_, floorDiv(width - 1 + pw - b, sw) + 1);
          float* at = row + b - pw;
          if (sw == 1) {
            forVectors(to - from, [&](int64_t j, auto part) {
              part.put(at + from + j, fma(part.get(dy + from + j), splat(scale()), part.get(at + from + j)));
            });
          } else {
            for (int64_t j = from; j < to; j++) at[j * sw] = fma(dy[j], scale(), at[j * sw]);
          }
        }
      }
    }
  }
};

}  // namespace

void maxPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y, int64_t argmax) {
  const MaxPool pool{{kh, kw, sh, sw, ph, pw, height, width}};
  argmax ? pool.planes<true>(planes, floats(x), floats(y), floats(argmax)) : pool.planes<false>(planes, floats(x), floats(y), nullptr);
}

void maxPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t n,
                     int32_t cotangents, int32_t channels, int32_t height, int32_t width, int64_t argmax, int64_t dy,
                     int64_t dx) {
  const MaxPool pool{{kh, kw, sh, sw, ph, pw, height, width}};
  const int64_t in = (int64_t)height * width, out = (int64_t)pool.rows() * pool.columns();
  const float* g = floats(dy);
  float* to = floats(dx);
  for (int64_t i = 0; i < n; i++) {
    for (int k = 0; k < cotangents; k++) {
      const float* index = floats(argmax) + i * channels * out;
      for (int c = 0; c < channels; c++, to += in, g += out, index += out)
        pool.backward(index, g, to);
    }
  }
}

void avgPool(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes, int32_t height,
             int32_t width, int64_t x, int64_t y) {
  const AvgPool pool{{kh, kw, sh, sw, ph, pw, height, width}};
  const int64_t in = (int64_t)height * width, out = (int64_t)pool.rows() * pool.columns();
  for (int64_t p = 0; p < planes; p++) {
    const float* from = floats(x) + p * in;
    float* to = floats(y) + p * out;
    if (pool.global()) {
      pool.mean(from, to);
    } else if (sw == 1) {
      pool.plane<1>(from, to);
    } else if (sw == 2) {
      pool.plane<2>(from, to);
    } else {
      pool.plane<0>(from, to);
    }
  }
}

void avgPoolBackward(int32_t kh, int32_t kw, int32_t sh, int32_t sw, int32_t ph, int32_t pw, int64_t planes,
                     int32_t height, int32_t width, int64_t dy, int64_t dx) {
  const AvgPool pool{{kh, kw, sh, sw, ph, pw, height, width}};
  const int64_t in = (int64_t)height * width, out = (int64_t)pool.rows() * pool.columns();
  for (int64_t p = 0; p < planes; p++) pool.backward(floats(dy) + p * out, floats(dx) + p * in);
}

}  // namespace assay::ISA
