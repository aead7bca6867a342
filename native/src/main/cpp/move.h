// Shifts and mirrors images: y[c,i,j] = x[c, i + row, step j + column] where that row is one of top ... bottom - 1 and that
// column one of left ... right - 1, else 0; a row of `moves` is row, column, step, top, bottom, left, right.
// Floor: 8 bytes a pixel.
#pragma once
#include "vector.h"

namespace assay::ISA {

namespace {

ASSAY_INLINE void zeros(float* y, int64_t n) { memset(y, 0, n * sizeof(float)); }

struct Mover {
  int64_t row, column, step, top, bottom, left, right;

  explicit Mover(const float* m)
      : row((int64_t)m[0]), column((int64_t)m[1]), step((int64_t)m[2]), top((int64_t)m[3]), bottom((int64_t)m[4]),
        left((int64_t)m[5]), right((int64_t)m[6]) {}

  void plane(int64_t height, int64_t width, const float* x, float* y) const {
    // columns from ... to - 1 of y have a pixel
    const int64_t first = step > 0 ? left - column : column - right + 1;
    const int64_t from = least(most(first, 0), width), to = least(most(first + right - left, from), width);
    for (int64_t i = 0; i < height; i++, y += width) {
      const int64_t source = i + row;
      if (source < top || source >= bottom) {
        zeros(y, width);
        continue;
      }
      const float* pixels = x + source * width + column;
      zeros(y, from);
      if (step > 0) memcpy(y + from, pixels + from, (to - from) * sizeof(float));
      else
        for (int64_t j = from; j < to; j++) y[j] = pixels[-j];
      zeros(y + to, width - to);
    }
  }
};

}  // namespace

void move(int32_t n, int32_t channels, int32_t height, int32_t width, int64_t x, int64_t moves, int64_t y) {
  const int64_t plane = (int64_t)height * width;
  for (int64_t i = 0; i < n; i++) {
    const Mover mover(floats(moves) + 7 * i);
    for (int64_t c = i * channels; c < (i + 1) * channels; c++)
      mover.plane(height, width, floats(x) + c * plane, floats(y) + c * plane);
  }
}

}  // namespace assay::ISA
