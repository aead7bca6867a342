// Where branches meet: sums of two, and the channels of one among those of all.
// Floor: bytes, 4 per value read or written.
#pragma once
#include <cstring>

#include "vector.h"

namespace assay::ISA {

void add(int64_t count, int64_t a, int64_t b, bool relu, int64_t y) {
  forVectors(count, [&](int64_t i, auto part) {
    const V sum = part.get(floats(a) + i) + part.get(floats(b) + i);
    part.put(floats(y) + i, relu && sum <= V{} ? V{} : sum);
  });
}

void copyRows(int64_t n, int64_t count, int64_t x, int64_t apartX, int64_t y, int64_t apartY) {
  for (int64_t i = 0; i < n; i++) {
    std::memcpy(floats(y) + i * apartY, floats(x) + i * apartX, count * sizeof(float));
  }
}

}  // namespace assay::ISA
