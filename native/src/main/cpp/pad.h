// Extends images by what lies beyond their edges, and its transpose.
//   y[i,j] = x[s(i - top), s(j - left)]
// where s mirrors, repeats, leaves out or goes on at the other side (edge: 0 reflect, 1 replicate, 2 zero, 3 circular).
// Floor: every input read once, every output written once; 4 bytes each. A row of y is made once from x; rows that
// stand for the same one are copies.
#pragma once
#include "vector.h"

namespace assay::ISA {

namespace {

// The place inside the image that stands for a position, or -1 for a zero.
inline int64_t beyond(int edge, int64_t position, int64_t extent) {
  if (position >= 0 && position < extent) return position;
  if (edge == 2) return -1;
  if (edge == 1) return position < 0 ? 0 : extent - 1;
  if (extent == 1) return 0;
  const int64_t period = edge == 3 ? extent : 2 * (extent - 1);
  const int64_t folded = (position % period + period) % period;
  return folded < extent ? folded : period - folded;
}

struct Pad {
  int edge;
  int64_t height, width, top, left, rows, columns;

  // Calls run(from, to, count) for the stretches of a row of y that lie side by side in a row of x; from -1: zeros.
  template <class Run>
  ASSAY_INLINE void runs(Run run) const {
    if (edge != 3) {
      for (int64_t j = 0; j < left; j++) run(beyond(edge, j - left, width), j, 1);
      run(0, left, width);
      for (int64_t j = left + width; j < columns; j++) run(beyond(edge, j - left, width), j, 1);
      return;
    }
    for (int64_t j = 0, w = beyond(edge, -left, width); j < columns; w = 0) {
      const int64_t count = least(width - w, columns - j);
      run(w, j, count);
      j += count;
    }
  }

  void forward(const float* x, float* y) const {
    for (int64_t i = 0; i < rows; i++, y += columns) {
      const int64_t h = beyond(edge, i - top, height);
      if (h < 0) {
        for (int64_t j = 0; j < columns; j++) y[j] = 0;
        continue;
      }
      const float* row = x + h * width;
      runs([&](int64_t from, int64_t to, int64_t count) {
        if (from < 0) y[to] = 0;
        else copy(row + from, y + to, count);
      });
    }
  }

  // y holds x whole: that part is copied, what else stands for a pixel is added.
  void backward(const float* dy, float* dx) const {
    for (int64_t h = 0; h < height; h++) copy(dy + (top + h) * columns + left, dx + h * width, width);
    for (int64_t i = 0; i < rows; i++, dy += columns) {
      const bool inside = i >= top && i < top + height;
      const int64_t h = beyond(edge, i - top, height);
      if (h < 0) continue;
      float* row = dx + h * width;
      runs([&](int64_t to, int64_t from, int64_t count) {
        if (to < 0 || (inside && from == left)) return;
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

void pad(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
         int32_t columns, int64_t x, int64_t y) {
  const Pad pad{edge, height, width, top, left, rows, columns};
  for (int64_t p = 0; p < planes; p++) pad.forward(floats(x) + p * height * width, floats(y) + p * rows * columns);
}

void padBackward(int32_t edge, int64_t planes, int32_t height, int32_t width, int32_t top, int32_t left, int32_t rows,
                 int32_t columns, int64_t dy, int64_t dx) {
  const Pad pad{edge, height, width, top, left, rows, columns};
  for (int64_t p = 0; p < planes; p++) pad.backward(floats(dy) + p * rows * columns, floats(dx) + p * height * width);
}

}  // namespace assay::ISA
