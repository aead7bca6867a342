// The kernels of one instruction set as a table of functions; dispatch.cpp picks one at load.
#pragma once
#include "kernels.h"

#define ASSAY_KERNELS(K)                                                                                             \
  K(densePackedSize) K(densePack) K(denseScratchSize) K(dense) K(densePlain) K(densePlainBackwardData)   \
  K(denseBackwardWeights)                               \
  K(convPackedSize) K(convPack) K(convScratchSize) K(convForm) K(conv) K(convBackwardData) K(convBackwardWeights)                \
  K(maxPool) K(maxPoolBackward) K(avgPool) K(avgPoolBackward) K(blur) K(blurBackward)                                \
  K(pad) K(padBackward) K(selectPhase)                                                                             \
  K(relu) K(reluBackward) K(clip) K(clipBackward) K(curve) K(curveBackward) K(dropout) K(add) K(copyRows)            \
  K(batchNormStatistics) K(batchNormMerge) K(batchNorm) K(batchNormBackwardStatistics) K(batchNormBackward)          \
  K(scaleChannels) K(move) K(interpolate) K(argmax) K(fold) K(gridMeans) K(products) K(product) K(narrowProduct)     \
  K(widen) K(displace) K(extend) K(turn) K(project)                                                                  \
  K(softmaxCrossEntropy) K(sum) K(sgd) K(adam)

namespace assay {

struct Table {
#define ASSAY_FIELD(name) decltype(&assay::name) name;
  ASSAY_KERNELS(ASSAY_FIELD)
#undef ASSAY_FIELD
};

#if defined(__aarch64__)
namespace neon { extern const Table table; }
#else
namespace base { extern const Table table; }
namespace avx2 { extern const Table table; }
namespace avx512 { extern const Table table; }
#endif

}  // namespace assay
