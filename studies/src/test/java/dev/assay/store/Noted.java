package dev.assay.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A cell whose content is told by the test.
 *
 * @param key what determines it, its name included
 * @param type the record
 * @param work measures
 */
record Noted<T>(Map<String, ?> key, Class<T> type, Supplier<T> work) implements Cell<T> {
  private static final String FILE = "value.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public Code code() {
    return Code.from(Canonical.class);
  }

  @Override
  public void make(Path folder) throws IOException {
    byte[] text = JSON.writeValueAsBytes(work.get());
    AtomicFile.write(folder.resolve(FILE), out -> out.write(text));
  }

  @Override
  public T read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    T value;
    try {
      value = JSON.readValue(Files.readAllBytes(file), type);
    } catch (JacksonException | NoSuchFileException e) {
      throw other(file, e);
    }
    if (value == null) {
      throw other(file, null);
    }
    return value;
  }

  private static BadInputException other(Path file, Exception cause) {
    return new BadInputException(file + ": is not the measurement that was written", cause);
  }
}
