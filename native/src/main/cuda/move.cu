// Shifts and mirrors images: y[c,i,j] = x[c, i + row, step j + column] where that row is one of top ... bottom - 1 and that
// column one of left ... right - 1, else 0; a row of `moves` is row, column, step, top, bottom, left, right.
// Floor: 8 bytes a pixel; the moves stay in cache.
#include "common.cuh"

/** count = pixels of all channels. */
extern "C" __global__ void move(i64 count, int channels, int height, int width, const float* x, const float* moves,
                                float* y) {
  const i64 index = globalIndex();
  if (index >= count) return;
  const i64 line = quotient(index, width);
  const i64 plane = quotient(line, height);
  const float* m = moves + 7 * quotient(plane, channels);
  const int row = (int)(line - plane * height) + (int)m[0];
  const int column = (int)m[2] * (int)(index - line * width) + (int)m[1];
  const bool kept = row >= m[3] && row < m[4] && column >= m[5] && column < m[6];
  y[index] = kept ? x[(plane * height + row) * width + column] : 0;
}
