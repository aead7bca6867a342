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
  // no division near the image: it takes as long as a short row
  if (edge == 3 && position >= -extent && position < 2 * extent) return position < 0 ? position + extent : position - extent;
  const int64_t period = edge == 3 ? extent : 2 * (extent - 1);
  const int64_t folded = (position % period + period) % period;
  return folded < extent ? folded : period - folded;
}

struct Pad {
  int edge;
  int64_t height, width, top, left, rows, columns;

  void forward(const float* x, float* y) const {
    if (rows == height && columns == width) {
      std::memcpy(y, x, height * width * sizeof(float));
      return;
    }
    for (int64_t i = 0; i < rows; i++, y += columns) {
      const int64_t h = beyond(edge, i - top, height);
      if (h < 0) {
        for (int64_t j = 0; j < columns; j++) y[j] = 0;
        continue;
      }
      const float* row = x + h * width;
      copy(row, y + left, width);
      beside([&](int64_t w, int64_t j) { y[j] = w < 0 ? 0 : row[w]; });
    }
  }

  // y holds x whole: that part is copied, what else stands for a pixel is added.
  void backward(const float* dy, float* dx) const {
    for (int64_t h = 0; h < height; h++) copy(dy + (top + h) * columns + left, dx + h * width, width);
    for (int64_t i = 0; i < rows; i++, dy += columns) {
      const int64_t h = beyond(edge, i - top, height);
      if (h < 0) continue;
      float* row = dx + h * width;
      if (i < top || i >= top + height)
        for (int64_t w = 0; w < width; w++) row[w] += dy[left + w];
      beside([&](int64_t w, int64_t j) {
        if (w >= 0) row[w] += dy[j];
      });
    }
  }

 private:
  // Calls each(w, j) for the columns of y beside those of x and what they stand for, -1 for a zero.
  template <class Each>
  ASSAY_INLINE void beside(Each each) const {
    for (int64_t j = 0; j < left; j++) each(beyond(edge, j - left, width), j);
    for (int64_t j = left + width; j < columns; j++) each(beyond(edge, j - left, width), j);
  }

  ASSAY_INLINE static void copy(const float* from, float* to, int64_t count) {
    if (count < VL) {
      for (int64_t k = 0; k < count; k++) to[k] = from[k];
      return;
    }
    for (int64_t k = 0; k < count - VL; k += VL) store(to + k, load(from + k));
    store(to + count - VL, load(from + count - VL));
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
