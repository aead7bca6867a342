// Copies between Java arrays and native memory for dev.assay.kernels.KernelLibrary; the JVM checks the array's bounds.
#include <jni.h>

extern "C" {

JNIEXPORT void JNICALL Java_dev_assay_kernels_KernelLibrary_copyIn(JNIEnv* env, jclass, jfloatArray source, jint from,
                                                                   jint count, jlong address) {
  env->GetFloatArrayRegion(source, from, count, reinterpret_cast<jfloat*>(address));
}

JNIEXPORT void JNICALL Java_dev_assay_kernels_KernelLibrary_copyOut(JNIEnv* env, jclass, jlong address,
                                                                    jfloatArray target, jint from, jint count) {
  env->SetFloatArrayRegion(target, from, count, reinterpret_cast<const jfloat*>(address));
}

}
