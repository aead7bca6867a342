package dev.assay.data;

import java.util.Optional;

/** The shortest way to a data set. */
public final class Datasets {
  private Datasets() {}

  /**
   * A data set by name, for example {@code mnist}, found through {@code ASSAY_DATA} or in {@code
   * ~/.assay/data}; {@code glyphs} is built in.
   *
   * @throws dev.assay.io.BadInputException if the name is unknown or files are missing
   */
  public static DataSource open(String name) {
    return Catalog.of(Optional.empty()).open(name);
  }
}
