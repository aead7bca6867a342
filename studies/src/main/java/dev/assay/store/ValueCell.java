package dev.assay.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a {@link ValueSpec} as a cell: JSON. Doubles come back as they were, NaN and
 * infinities included.
 */
interface ValueCell<R extends Record> extends Cell<R> {
  /** In the folder of a cell. */
  String FILE = "value.json";

  JsonMapper JSON = JsonMapper.builder().build();

  ValueSpec<R> spec();

  Runner runner();

  /** Takes it, now. */
  R value();

  @Override
  default List<Cell<?>> needs() {
    return spec().needs().stream().<Cell<?>>map(need -> need.cell(runner())).toList();
  }

  @Override
  default void make(Path folder) throws IOException {
    Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(value()));
  }

  @Override
  default boolean isMadeByOneThread() {
    return runner().bench().backend().workers().count() == 1;
  }

  @Override
  default R read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    R value;
    try {
      value = JSON.readValue(Files.readAllBytes(file), spec().result());
    } catch (JacksonException | NoSuchFileException e) {
      throw other(file, e);
    }
    if (value == null) {
      throw other(file, null);
    }
    return value;
  }

  @Override
  default Optional<R> read(Archive archive, String code) {
    return archive
        .find(spec())
        .filter(entry -> entry.maker().code().equals(code))
        .map(entry -> archive.value(spec(), entry));
  }

  private static BadInputException other(Path file, Exception cause) {
    return new BadInputException(file + ": is not the measurement that was written", cause);
  }
}
