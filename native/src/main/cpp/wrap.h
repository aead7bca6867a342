// Extends images by their other side, and its transpose.
//   y[i,j] = x[(i - top) mod height, (j - left) mod width]
// Floor: every input read once, every output written once; 4 bytes each. A row of y is made once from x; rows that
// stand for the same one are copies.
#pragma once
#include "vector.h"

namespace assay::ISA {

namespace {

struct Wrap {
  int64_t height, width, top, left, rows, columns;

  static int64_t modulo(int64_t a, int64_t b) { return (a % b + b) % b; }

  // Calls run(from, to, count) for the stretches of a row of y that lie side by side in a row of x.
  template <class Run>
  ASSAY_INLINE void runs(Run run) const {
    for (int64_t j = 0, w = modulo(-left, width); j < columns; w = 0) {
      const int64_t count = least(width - w, columns - j);
      run(w, j, count);
      j += count;
    }
  }

  void forward(const float* x, float* y) const {
    for (int64_t i = 0; i < rows; i++, y += columns) {
      const float* row = x + modulo(i - top, height) * width;
      runs([&](int64_t from, int64_t to, int64_t count) { copy(row + from, y + to, count); });
    }
  }

  // y holds x whole: that part is copied, what else stands for a pixel is added.
  void backward(const float* dy, float* dx) const {
    for (int64_t h = 0; h < height; h++) copy(dy + (top + h) * columns + left, dx + h * width, width);
    for (int64_t i = 0; i < rows; i++, dy += columns) {
      const bool inside = i >= top && i < top + height;
      float* row = dx + modulo(i - top, height) * width;
      runs([&](int64_t to, int64_t from, int64_t count) {
        if (inside && from == left) return;
        for (int64_t k = 0; k < count; k++) row[to + k] += dy[from + k];
      });
    }
  }

 private:
  // Most stretches are a pixel or two, or a row that fits some vectors.
  ASSAY_INLINE static void copy(const float* from, float* to, int64_t count) {
    if (count < VL) {
      for (int64_t k = 0; k < count; k++) to[k] = from[k];
      return;
    }
    for (int64_t k = 0; k < count; k += VL) {
      const int64_t at = least(k, count - VL);
      store(to + at, load(from + at));
    }
  }
};

}  // namespace

void wrap(int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows, int32_t columns,
          int64_t x, int64_t y) {
  const Wrap wrap{height, width, top, left, rows, columns};
  for (int64_t p = 0; p < planes; p++)
    wrap.forward(floats(x) + p * height * width, floats(y) + p * rows * columns);
}

void wrapBackward(int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
                  int32_t columns, int64_t dy, int64_t dx) {
  const Wrap wrap{height, width, top, left, rows, columns};
  for (int64_t p = 0; p < planes; p++)
    wrap.backward(floats(dy) + p * rows * columns, floats(dx) + p * height * width);
}

}  // namespace assay::ISA
