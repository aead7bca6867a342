package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.cudart.cuGetErrorName;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns error codes into exceptions. An error of the device may come from any call before it. */
final class CudaCheck {
  private CudaCheck() {}

  static void runtime(int code, String what) {
    if (code != 0) {
      throw failed(
          what,
          cudart.cudaGetErrorName(code).getString()
              + ", "
              + cudart.cudaGetErrorString(code).getString());
    }
  }

  static void driver(int code, String what) {
    if (code != 0) {
      try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
        boolean known = cuGetErrorName(code, name) == 0;
        throw failed(what, known ? name.getString(0) : "code " + code);
      }
    }
  }

  static void blas(int code, String what) {
    if (code != 0) {
      throw failed(what, cublas.cublasGetStatusName(code).getString());
    }
  }

  static void dnn(int code, String what) {
    if (code != 0) {
      throw failed(what, cudnn.cudnnGetErrorString(code).getString());
    }
  }

  private static IllegalStateException failed(String what, String why) {
    return new IllegalStateException("CUDA: " + what + " failed: " + why);
  }
}
