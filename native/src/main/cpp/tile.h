// The two register tiles that every product runs on.
//
//   tapTile: C[r][lane] += sum_k A[k][r] * B[lane + tap[k]]    B is read in place at an offset per k: a convolution over a
//                                                             zero-padded image, an im2col panel, rows of a matrix
//   rowTile: C[r][lane] += sum_k A[row[r] + k] * B[k][lane]    A is broadcast from MR rows in place, B is a packed panel
//
// Floor: MR * NV fused multiply-adds per k at two a cycle; loads per k are MR + NV (twice NV where B is unaligned), so
// the tile is bound by arithmetic from about 8 accumulators on. Each element of C is one chain of multiply-adds over k
// in ascending order, whatever the tile: results do not depend on where the tiles fall.
//
// Tried (Zen 5, AVX-512, one core, peak 268 GFLOP/s): 14x2 and its neighbours 98 % of peak in long products; one vector
// beside 14 rows is bound by loads. B at an offset per tap instead of a packed panel: no difference, and no packing.
// Broadcasting A in place (rowTile) costs a pointer load per row, still 96 %.
//
// 32 vector registers hold 28 accumulators (14x2, 7x4, 3x8) + B + one broadcast; 16 registers hold 12 (6x2, 3x4, 1x8).
#pragma once
#include "vector.h"

namespace assay::ISA {
namespace {

#if VL == 16 || defined(__aarch64__)
constexpr int kMaxRows = 14;
#else
constexpr int kMaxRows = 6;
#endif
constexpr int kAccumulators = 2 * kMaxRows;
constexpr int kPanel = 2 * VL;  // lanes of a packed panel

// Vectors beside each other in the widest tile of that many rows.
constexpr int widest(int rows) {
  return rows * 8 <= kAccumulators ? 8 : rows * 4 <= kAccumulators ? 4 : rows * 2 <= kAccumulators ? 2 : 1;
}

// `total` rows cut into the fewest tiles of nearly equal height.
struct Rows {
  int total, tiles;
  explicit Rows(int rows) : total(rows), tiles((int)ceilDiv(rows, kMaxRows)) {}
  int first(int tile) const { return (int)((int64_t)total * tile / tiles); }
  int height(int tile) const { return first(tile + 1) - first(tile); }
  int tallest() const { return (int)ceilDiv(total, tiles); }
};

// One of the equal parts that workers cut the outputs of a product into.
struct Part {
  int index, count;
  int64_t first(int64_t units) const { return units * index / count; }
  int64_t last(int64_t units) const { return units * (index + 1) / count; }
};

struct TapTile {
  const float* a;       // A[k][r]
  int64_t aStep;        // from one k to the next
  const float* b;       // B
  const int32_t* taps;  // offset of each k in B
  int count;            // number of k
  int64_t lanes[8];     // offset of each vector in B
  const float* bias;    // of the rows, or null
  bool accumulate = false;  // start from what is in `out` instead of the bias
  bool relu;
  float* out;           // out[r * outStep + outLanes[v]]
  int64_t outStep;
  int64_t outLanes[8];
};

template <int MR, int NV>
void tapTile(const TapTile& t) {
  V c[MR][NV];
#pragma GCC unroll 16
  for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
    for (int v = 0; v < NV; v++) {
      c[r][v] = t.accumulate ? load(t.out + r * t.outStep + t.outLanes[v]) : t.bias ? splat(t.bias[r]) : V{};
    }
  const float* b[NV];
#pragma GCC unroll 8
  for (int v = 0; v < NV; v++) b[v] = t.b + t.lanes[v];
  const float* a = t.a;
  const int64_t step = t.aStep;
  const int32_t* tap = t.taps;
  for (const int32_t* end = tap + t.count; tap != end; tap++, a += step) {
    const int64_t at = *tap;
    V bk[NV];
#pragma GCC unroll 8
    for (int v = 0; v < NV; v++) bk[v] = load(b[v] + at);
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++) {
      V ar = splat(a[r]);
#pragma GCC unroll 8
      for (int v = 0; v < NV; v++) c[r][v] = fma(ar, bk[v], c[r][v]);
    }
  }
  if (t.relu) {
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
      for (int v = 0; v < NV; v++) c[r][v] = rectify(c[r][v]);
  }
#pragma GCC unroll 16
  for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
    for (int v = 0; v < NV; v++) store(t.out + r * t.outStep + t.outLanes[v], c[r][v]);
}

struct RowTile {
  const float* a;           // row r starts at a + rows[r]
  const int32_t* rows;
  int segments, length;     // k runs over `segments` stretches of `length` values,
  int64_t segmentStep;      // each this far behind the one before
  const float* b;           // panels [k][kPanel]
  int64_t panelStep;        // from one panel to the next
  const float* bias;        // of the lanes, or null
  bool accumulate, relu;    // start from what is in `out` (all lanes are there); rectify at the end
  float* out;               // out[r * outStep + lane]
  int64_t outStep;
  int64_t lanes;            // lanes to store, in the last NV vectors or all
};

template <int MR, int NV>
void rowTile(const RowTile& t) {
  V c[MR][NV];
  const bool whole = t.lanes >= NV * VL;
  if (t.accumulate) {
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
      for (int v = 0; v < NV; v++) c[r][v] = load(t.out + r * t.outStep + v * VL);
  } else {
#pragma GCC unroll 8
    for (int v = 0; v < NV; v++) {
      V start = t.bias ? load(t.bias + v * VL, most(0, least(VL, t.lanes - v * VL))) : V{};
#pragma GCC unroll 16
      for (int r = 0; r < MR; r++) c[r][v] = start;
    }
  }
  const float* b[(NV + 1) / 2];
#pragma GCC unroll 4
  for (int p = 0; p < (NV + 1) / 2; p++) b[p] = t.b + p * t.panelStep;
  for (int s = 0; s < t.segments; s++) {
    const float* a[MR];
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++) a[r] = t.a + t.rows[r] + s * t.segmentStep;
    for (int64_t k = 0; k < t.length; k++) {
      V bk[NV];
#pragma GCC unroll 8
      for (int v = 0; v < NV; v++) bk[v] = load(b[v / 2] + (v & 1) * VL);
#pragma GCC unroll 16
      for (int r = 0; r < MR; r++) {
        V ar = splat(a[r][k]);
#pragma GCC unroll 8
        for (int v = 0; v < NV; v++) c[r][v] = fma(ar, bk[v], c[r][v]);
      }
#pragma GCC unroll 4
      for (int p = 0; p < (NV + 1) / 2; p++) b[p] += kPanel;
    }
  }
  if (t.relu) {
#pragma GCC unroll 16
    for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
      for (int v = 0; v < NV; v++) c[r][v] = rectify(c[r][v]);
  }
  // The accumulators are stored as whole vectors only: taking the address of one would keep them all in memory (AVX2:
  // 48 GFLOP/s rather than 125).
  float edge[MR * NV * VL];
  float* out = whole ? t.out : edge;
  const int64_t step = whole ? t.outStep : NV * VL;
#pragma GCC unroll 16
  for (int r = 0; r < MR; r++)
#pragma GCC unroll 8
    for (int v = 0; v < NV; v++) store(out + r * step + v * VL, c[r][v]);
  if (!whole) {
    for (int r = 0; r < MR; r++) std::memcpy(t.out + r * t.outStep, edge + r * NV * VL, t.lanes * sizeof(float));
  }
}

// Tables over MR = 1 ... kMaxRows and NV = 1, 2, 4, 8; null where the accumulators would not fit.
template <class Tile>
using TileFunction = void (*)(const Tile&);

template <int MR, int NV>
constexpr TileFunction<TapTile> tapFunction() {
  if constexpr (MR * NV <= kAccumulators) return &tapTile<MR, NV>;
  return nullptr;
}
template <int MR, int NV>
constexpr TileFunction<RowTile> rowFunction() {
  if constexpr (MR * NV <= kAccumulators) return &rowTile<MR, NV>;
  return nullptr;
}
#define ASSAY_TILES(F, MR) {F<MR, 1>(), F<MR, 2>(), F<MR, 4>(), F<MR, 8>()}
#if VL == 16 || defined(__aarch64__)
#define ASSAY_TALL_TILES(F)                                                                                        \
  , ASSAY_TILES(F, 7), ASSAY_TILES(F, 8), ASSAY_TILES(F, 9), ASSAY_TILES(F, 10), ASSAY_TILES(F, 11),               \
      ASSAY_TILES(F, 12), ASSAY_TILES(F, 13), ASSAY_TILES(F, 14)
#else
#define ASSAY_TALL_TILES(F)
#endif
#define ASSAY_TILE_TABLE(F)                                                                                        \
  {{ASSAY_TILES(F, 1), ASSAY_TILES(F, 2), ASSAY_TILES(F, 3), ASSAY_TILES(F, 4), ASSAY_TILES(F, 5),                 \
    ASSAY_TILES(F, 6) ASSAY_TALL_TILES(F)}}

struct TapFunctions { TileFunction<TapTile> at[kMaxRows][4]; };
struct RowFunctions { TileFunction<RowTile> at[kMaxRows][4]; };
constexpr TapFunctions kTapTiles = ASSAY_TILE_TABLE(tapFunction);
constexpr RowFunctions kRowTiles = ASSAY_TILE_TABLE(rowFunction);

ASSAY_INLINE int widthIndex(int vectors) { return vectors == 8 ? 3 : vectors == 4 ? 2 : vectors - 1; }
ASSAY_INLINE void run(const TapTile& tile, int rows, int vectors) { kTapTiles.at[rows - 1][widthIndex(vectors)](tile); }
ASSAY_INLINE void run(const RowTile& tile, int rows, int vectors) { kRowTiles.at[rows - 1][widthIndex(vectors)](tile); }

// The widest tile that takes no more than `left` vectors.
ASSAY_INLINE int fit(int widest, int64_t left) {
  while (widest > left) widest /= 2;
  return widest;
}

}  // namespace
}  // namespace assay::ISA
