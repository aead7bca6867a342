// All kernels for one instruction set: compiled once per level with -DISA=<name> -DVL=<floats of a vector>.
#include "table.h"

#include "activation.h"
#include "blur.h"
#include "branch.h"
#include "compare.h"
#include "conv.h"
#include "dense.h"
#include "loss.h"
#include "move.h"
#include "norm.h"
#include "optimizer.h"
#include "pad.h"
#include "phase.h"
#include "pool.h"
#include "segment.h"
#include "wide.h"

namespace assay::ISA {

#define ASSAY_ENTRY(name) &assay::ISA::name,
extern const Table table;
const Table table = {ASSAY_KERNELS(ASSAY_ENTRY)};

}  // namespace assay::ISA
