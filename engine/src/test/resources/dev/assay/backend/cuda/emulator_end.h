// After the kernels and the table of them: what dev.assay.backend.cuda.EmulatedDevice calls.

namespace {

/** One argument, as the launch gives it. */
template <class T>
T argument(int i) {
  T value;
  memcpy(&value, emulator_slots + i, sizeof(T));
  return value;
}

float element(const float* matrix, bool transposed, int row, int column, int ld) {
  return transposed ? matrix[(int64_t)row * ld + column] : matrix[(int64_t)column * ld + row];
}

}  // namespace

extern "C" {

/** False if there is no such kernel, or its threads do not meet at __syncthreads. */
JNIEXPORT jboolean JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_launch(JNIEnv* env, jclass, jint kernel, jlong blocks,
                                                                         jint threads, jlongArray slots) {
  env->GetLongArrayRegion(slots, 0, 16, (jlong*)emulator_slots);
  emulator::body = nullptr;
  emulator_choose(kernel);
  if (!emulator::body) return JNI_FALSE;
  gridDim.x = (unsigned)blocks;
  blockDim.x = (unsigned)threads;
  for (int64_t block = blocks; block-- > 0;) {  // a card runs them in no order: none may count on the first being first
    blockIdx.x = (unsigned)block;
    if (emulator::blockwise) {
      if (!emulator::runBlock()) return JNI_FALSE;
    } else {
      for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) emulator::body();
    }
  }
  return JNI_TRUE;
}

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_gemm(JNIEnv*, jclass, jboolean ta, jboolean tb, jint m, jint n,
                                                                   jint k, jlong a, jint lda, jlong b, jint ldb,
                                                                   jfloat beta, jlong c, jint ldc) {
  const float *left = (const float*)a, *right = (const float*)b;
  float* out = (float*)c;
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < m; i++) {
      float sum = 0;
      for (int l = 0; l < k; l++) sum += element(left, ta, i, l, lda) * element(right, tb, l, j, ldb);
      float* to = out + (int64_t)j * ldc + i;
      *to = beta == 0 ? sum : sum + beta * *to;
    }
  }
}

JNIEXPORT jlong JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_memory(JNIEnv*, jclass, jlong bytes) {
  void* block = nullptr;
  if (posix_memalign(&block, 256, (size_t)bytes)) return 0;
  memset(block, 0xff, (size_t)bytes);  // NaN: nothing may count on zeros
  return (jlong)block;
}

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_release(JNIEnv*, jclass, jlong block) { free((void*)block); }

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_move(JNIEnv*, jclass, jlong from, jlong to, jlong bytes) {
  memmove((void*)to, (const void*)from, (size_t)bytes);
}

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_clear(JNIEnv*, jclass, jlong at, jlong bytes) {
  memset((void*)at, 0, (size_t)bytes);
}

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_fromArray(JNIEnv* env, jclass, jfloatArray source, jint from,
                                                                        jint count, jlong to) {
  env->GetFloatArrayRegion(source, from, count, (jfloat*)to);
}

JNIEXPORT void JNICALL Java_dev_assay_backend_cuda_EmulatedDevice_toArray(JNIEnv* env, jclass, jlong from, jfloatArray target,
                                                                      jint to, jint count) {
  env->SetFloatArrayRegion(target, to, count, (const jfloat*)from);
}

}
