// Windows beside each other with the same contents, twins, as on a constant background or along its border. Their outputs
// are equal, so a maximum over them is a tie, which the first must win. The direct form rounds alike at every place. In
// Winograd's forms the rounding depends on the place in a tile and on what else is in it. There
//   both axes       the outputs of twins are sums over the taps in one order, from what is in the window alone; a tile
//                   in which all are is left out of the products
//   down the image  an image with twins takes the direct form
// Few images but those with a constant background have any: for the others places far apart are looked at, and comparing
// ends at the first difference.
//
// Tried (AVX-512, against the same form with ties left to rounding; 64 images of MNIST, 3x3): 32->32 28x28 0.90, where
// all tiles in the products make it 1.11, most of it the marks and writing the twins; 32->64 14x14 after pooling 1.03,
// stride 2 0.87; 32->32 32x32 of CIFAR 1.01. Marks from the planes, 16 places at a time, before they are transposed: 1.21
// and 1.10, as rectified channels differ late; all vectors of a place compared without a branch: no gain.
#pragma once
#include "tile.h"

namespace assay::ISA {
namespace {

// The lanes in which two vectors differ, as bits.
ASSAY_INLINE uint32_t differing(V a, V b) {
#if VL == 16
  return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_NEQ_UQ);
#elif VL == 8
  return _mm256_movemask_ps(_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_NEQ_UQ));
#elif defined(__aarch64__)
  const uint32x4_t bit = {1, 2, 4, 8};
  return vaddvq_u32(vbicq_u32(bit, vceqq_f32((float32x4_t)a, (float32x4_t)b)));
#else
  return _mm_movemask_ps(_mm_cmpneq_ps((__m128)a, (__m128)b));
#endif
}

// Whether so many floats, a multiple of VL, are equal.
ASSAY_INLINE bool same(const float* a, const float* b, int64_t count) {
  for (int64_t i = 0; i < count; i += VL)
    if (differing(load(a + i), load(b + i)) != 0) return false;
  return true;
}

// The windows of an image that lies as [position][lane], rows of `pitch` floats, `lanes` to a position.
struct Twins {
  static constexpr uint8_t kLeft = 1, kUp = 2;  // equal to what is one step that way
  static constexpr int kKept = 8;               // windows that are remembered

  int channels, outputs, kernel, step;
  int rows, columns;      // windows
  bool above, below;      // whether there is another row of windows before the first, after the last: one step of the copy
  int64_t lanes, pitch;
  int64_t outLanes, firstLane, lastLane;
  const float* weights;  // of the direct form: tiles of outputs, [channel, row and column of the kernel][output]
  const float* bias;     // or null
  bool relu;

  int64_t area() const { return (int64_t)kernel * kernel; }
  int64_t places() const { return (int64_t)(columns - 1) * step + kernel; }  // in a row of the copy
  int64_t pitchOfMarks() const { return places() + kernel - 1; }             // a row ends with none
  int64_t copyRows() const { return (int64_t)(rows - 1 + above + below) * step + kernel; }
  int64_t marks() const { return roundUp(ceilDiv(copyRows() * pitchOfMarks(), (int64_t)sizeof(float)), 16); }  // floats
  int64_t contents() const { return lanes * area(); }
  int64_t results() const { return outLanes + 2 * VL; }
  int64_t scratch() const { return kKept * (contents() + results()); }

  // Windows that have been summed, the oldest to be replaced next.
  struct Kept {
    float *contents, *results;
    int count = 0;  // of all so far
    Kept(float* scratch, const Twins& twins) : contents(scratch), results(contents + kKept * twins.contents()) {}
  };

  // Whether window (i, j) equals one beside, above or below it.
  bool has(const uint8_t* marks, int i, int j) const {
    const uint8_t* here = corner(marks, i, j);
    return *here != 0 || (j + 1 < columns && here[step] & kLeft) || ((i + 1 < rows || below) && here[step * pitchOfMarks()] & kUp);
  }

  // Writes the outputs of the twins of one image, [window][lane].
  void settle(const float* copy, const uint8_t* marks, Kept& kept, float* out) const {
    for (int i = 0; i < rows; i++) {
      const float* from = nullptr;
      for (int j = 0; j < columns; j++, out += outLanes) {
        const uint8_t here = *corner(marks, i, j);
        if (here & kLeft) {
          // as the one before
        } else if (here & kUp && i > 0) {
          from = out - columns * outLanes;
        } else if (has(marks, i, j)) {
          from = find(copy + ((int64_t)(i + above) * pitch + j * lanes) * step, kept);
        } else {
          continue;
        }
        write(from, out);
      }
    }
  }

  // At the corner of each window, whether it equals the next one to the left, above. False if none does.
  bool mark(const float* copy, uint8_t* marks) const {
    if (!likely(copy)) return false;
    const int64_t down = copyRows(), across = places(), row = pitchOfMarks();
    // which places equal the one a step to the left, a step up
    for (int64_t r = 0; r < down; r++) {
      uint8_t* to = marks + r * row;
      for (int64_t q = 0; q < across; q++) {
        const bool l = left(copy, r, q);
        // as to the left, where both equal what is there
        const bool u = r >= step && (l && to[q - step * row] & kLeft ? to[q - step] & kUp : up(copy, r, q));
        to[q] = (uint8_t)(l * kLeft | u * kUp);
      }
      std::memset(to + across, 0, kernel - 1);
    }
    meet(marks, 1, down * row);
    meet(marks, row, down * row);
    return true;
  }

  // Whether there may be twins. A window has one of the places in every kernel-th row and column, and of those beside it,
  // and above or below it, one each.
  bool likely(const float* copy) const {
    const int64_t down = copyRows(), across = places();
    const auto some = [&](auto equal, int64_t r, int64_t q) {
      return equal(r, q) && (equal(r - 1, q) || (r + 1 < down && equal(r + 1, q))) &&
             (equal(r, q - 1) || (q + 1 < across && equal(r, q + 1)));
    };
    for (int64_t r = kernel - 1; r < down; r += kernel)
      for (int64_t q = kernel - 1; q < across; q += kernel)
        if (some([&](int64_t i, int64_t j) { return left(copy, i, j); }, r, q) ||
            some([&](int64_t i, int64_t j) { return up(copy, i, j); }, r, q)) return true;
    return false;
  }

  // What holds at a place and the next kernel - 1, `apart` from each other.
  void meet(uint8_t* marks, int64_t apart, int64_t count) const {
    for (int a = 1; a < kernel; a++)
      for (int64_t i = 0; i < count - apart; i++) marks[i] &= marks[i + apart];
  }

  bool left(const float* copy, int64_t r, int64_t q) const {
    const float* at = copy + r * pitch + q * lanes;
    return q >= step && same(at, at - step * lanes, lanes);
  }
  bool up(const float* copy, int64_t r, int64_t q) const {
    const float* at = copy + r * pitch + q * lanes;
    return r >= step && same(at, at - step * pitch, lanes);
  }

 private:
  const uint8_t* corner(const uint8_t* marks, int i, int j) const {
    return marks + ((i + above) * pitchOfMarks() + j) * step;
  }

  // The lanes that are asked for.
  ASSAY_INLINE void write(const float* from, float* to) const {
    for (int64_t lane = firstLane; lane < lastLane; lane += VL) store(to + lane, load(from + lane));
  }

  // The outputs of a window, remembered or summed.
  const float* find(const float* window, Kept& kept) const {
    const int64_t row = kernel * lanes;
    for (int k = 0; k < kKept && k < kept.count; k++) {
      const float* other = kept.contents + k * contents();
      bool good = true;
      for (int a = 0; good && a < kernel; a++) good = same(window + a * pitch, other + a * row, row);
      if (good) return kept.results + k * results();
    }
    const int k = kept.count++ % kKept;
    float *own = kept.contents + k * contents(), *result = kept.results + k * results();
    for (int a = 0; a < kernel; a++) std::memcpy(own + a * row, window + a * pitch, row * sizeof(float));
    sum(own, result);
    return result;
  }

  // Four chains of multiply-adds, each over every fourth channel.
  void sum(const float* window, float* result) const {
    static_assert(kMaxRows <= 2 * VL, "a tile's outputs in two vectors");
    const Rows tiles(outputs);
    for (int tile = 0; tile < tiles.tiles; tile++) {
      const int first = tiles.first(tile), height = tiles.height(tile);
      if (first + height <= firstLane || first >= lastLane) continue;
      // whole vectors: what follows a tile's weights is read, too, and of no account
      const float* w = weights + first * area() * channels;
      V sums[4][2] = {};
      for (int64_t place = 0; place < area(); place++) {
        const auto add = [&](int c, V (&sum)[2]) __attribute__((always_inline)) {
          const V value = splat(window[place * lanes + c]);
          const float* from = w + (c * area() + place) * height;
          sum[0] = fma(value, load(from), sum[0]);
          if (height > VL) sum[1] = fma(value, load(from + VL), sum[1]);
        };
        int c = 0;
        for (; c + 4 <= channels; c += 4)
#pragma GCC unroll 4
          for (int u = 0; u < 4; u++) add(c + u, sums[u]);
        for (; c < channels; c++) add(c, sums[0]);
      }
      for (int v = 0; v * VL < height; v++) {
        store(result + first + v * VL, (sums[0][v] + sums[1][v]) + (sums[2][v] + sums[3][v]));
      }
    }
    for (int64_t o = firstLane; o < least(lastLane, outputs); o++) {
      const float value = result[o] + (bias ? bias[o] : 0);
      result[o] = relu && value <= 0 ? 0 : value;
    }
  }
};

}  // namespace
}  // namespace assay::ISA
