package dev.assay.kernels.presets;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/** Tells JavaCPP to bind {@code kernels.h} as {@code dev.assay.kernels.Kernels}. */
@Properties(
    value = @Platform(include = "kernels.h", compiler = "default"),
    target = "dev.assay.kernels.Kernels")
public class KernelsPresets implements InfoMapper {
  @Override
  public void map(InfoMap infoMap) {
    // addresses are plain 64-bit integers, so the header needs no mapping
  }
}
