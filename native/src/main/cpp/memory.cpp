// Blocks of memory: whole cache lines, and huge pages where a block is worth them. Pages are touched here, once, so
// that no kernel pays for page faults (a ReLU over fresh pages runs at an eighth of its speed).
#include <cstdlib>
#include <cstring>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include "kernels.h"

namespace assay {

int64_t memoryAllocate(int64_t bytes) {
  const int64_t huge = int64_t{2} << 20;
  const int64_t alignment = bytes >= 2 * huge ? huge : 64;
  const int64_t size = (bytes + alignment - 1) / alignment * alignment;
  void* block = nullptr;
  if (bytes <= 0 || posix_memalign(&block, alignment, size) != 0) return 0;
#ifdef __linux__
  if (alignment == huge) madvise(block, size, MADV_HUGEPAGE);
#endif
  std::memset(block, 0, size);
  return reinterpret_cast<int64_t>(block);
}

void memoryFree(int64_t address) { std::free(reinterpret_cast<void*>(address)); }

}  // namespace assay
