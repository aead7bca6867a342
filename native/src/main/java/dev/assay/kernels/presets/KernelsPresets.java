package dev.assay.kernels.presets;

import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP to bind {@code kernels.h} as {@code dev.assay.kernels.Kernels}. Arrays are held
 * still, not copied: calls that take some are short.
 */
@CriticalRegion
@Properties(
    value = @Platform(include = "kernels.h", compiler = "default"),
    target = "dev.assay.kernels.Kernels")
public class KernelsPresets implements InfoMapper {
  @Override
  public void map(InfoMap infoMap) {
    // addresses are plain 64-bit integers, pointers are arrays
    infoMap.put(new Info("double").valueTypes("double").pointerTypes("double[]"));
    infoMap.put(new Info("float").valueTypes("float").pointerTypes("float[]"));
  }
}
