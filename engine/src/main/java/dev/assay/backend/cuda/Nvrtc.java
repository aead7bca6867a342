package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.List;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** NVIDIA's compiler as a library. */
final class Nvrtc {
  private Nvrtc() {}

  static String version() {
    int[] major = {0};
    int[] minor = {0};
    check(nvrtcVersion(major, minor));
    return major[0] + "." + minor[0];
  }

  /** The compute capabilities that it knows, times ten. */
  static int[] known() {
    int[] count = {0};
    check(nvrtcGetNumSupportedArchs(count));
    int[] capabilities = new int[count[0]];
    check(nvrtcGetSupportedArchs(capabilities));
    return capabilities;
  }

  /**
   * @throws IllegalStateException with the compiler's log if the source does not compile
   */
  @SuppressWarnings("try") // the scope is there to be closed
  static byte[] compile(String source, Target target) {
    List<String> options = target.options();
    try (PointerScope scope = new PointerScope()) {
      _nvrtcProgram program = new _nvrtcProgram();
      check(
          nvrtcCreateProgram(
              program,
              new BytePointer(source),
              new BytePointer("assay.cu"),
              0,
              (PointerPointer<?>) null,
              (PointerPointer<?>) null));
      try {
        PointerPointer<BytePointer> flags = new PointerPointer<>(options.toArray(String[]::new));
        if (nvrtcCompileProgram(program, options.size(), flags) != NVRTC_SUCCESS) {
          throw new IllegalStateException("the kernels do not compile: " + log(program));
        }
        boolean portable = target.portable();
        SizeTPointer size = new SizeTPointer(1);
        check(portable ? nvrtcGetPTXSize(program, size) : nvrtcGetCUBINSize(program, size));
        byte[] code = new byte[Math.toIntExact(size.get())];
        check(portable ? nvrtcGetPTX(program, code) : nvrtcGetCUBIN(program, code));
        return code;
      } finally {
        nvrtcDestroyProgram(program);
      }
    }
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    check(nvrtcGetProgramLogSize(program, size));
    BytePointer log = new BytePointer(Math.max(1, size.get()));
    check(nvrtcGetProgramLog(program, log));
    return log.getString();
  }

  private static void check(int result) {
    if (result != NVRTC_SUCCESS) {
      throw new IllegalStateException("NVRTC: " + nvrtcGetErrorString(result).getString());
    }
  }
}
