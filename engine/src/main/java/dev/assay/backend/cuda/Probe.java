package dev.assay.backend.cuda;

import java.util.List;

/** What {@link Cuda} asks the machine, cheapest first. */
interface Probe {

  /** What the user wants: {@code off}, {@code force} (look even without a device node), or else. */
  String setting();

  /** Whether the operating system shows an NVIDIA device. */
  boolean hasDeviceNode();

  /** Whether the presets' classes are there; loads nothing native. */
  boolean hasClasses();

  /** Loads the runtime and asks it; may throw any error. */
  Found load() throws Throwable;

  /** Loads a library and gives its version; may throw any error. */
  String version(String library) throws Throwable;

  /**
   * What the runtime says.
   *
   * @param built version that the presets were made for, for example 13010
   * @param runtime version loaded
   * @param driver newest version that the driver supports, 0 without one
   * @param error code of the count of devices, 0 for none
   * @param errorName its name
   */
  record Found(
      int built,
      int runtime,
      int driver,
      int error,
      String errorName,
      List<CudaStatus.Card> cards) {}
}
