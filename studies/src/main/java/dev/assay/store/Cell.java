package dev.assay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a {@link Store} keeps: what determines it, how to make it, how to read it.
 *
 * @param <T> what it is once it is read
 */
public interface Cell<T> {

  /**
   * Everything that determines the content, but for the code, which the store adds: strings,
   * numbers, booleans, raw JSON, and lists, maps and records of these.
   */
  Map<String, ?> key();

  /** What must be there before this can be made. */
  default List<Cell<?>> needs() {
    return List.of();
  }

  /** What {@link #make} runs through; cells made by other code are other cells. */
  Code code();

  /**
   * Writes the content as files into a folder. An attempt that was killed leaves its files there,
   * whole ones and files of {@link dev.assay.io.AtomicFile} only; they may be used or replaced.
   * Files that are there at the end are the cell.
   */
  void make(Path folder) throws IOException;

  /** Whether {@link #make} leaves no work to other threads. */
  default boolean isMadeByOneThread() {
    return false;
  }

  /**
   * Reads what {@link #make} wrote.
   *
   * @throws dev.assay.io.BadInputException if the files are not what they should be; the store then
   *     makes the cell anew
   */
  T read(Path folder) throws IOException;

  /**
   * Reads it from an archive, where it can be in one.
   *
   * @param code that made it
   */
  default Optional<T> read(Archive archive, String code) {
    return Optional.empty();
  }
}
