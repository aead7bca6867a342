package dev.assay.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.data.Catalog;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.Trainer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A measurement as a cell: the result as JSON. Doubles come back as they were, NaN and infinities
 * included.
 */
record Measurement<R extends Record>(MeasureSpec<R> spec, Runner runner) implements Cell<R> {
  private static final String FILE = "value.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public Map<String, ?> key() {
    return Map.of(
        "spec", SpecFormat.tree(spec),
        "arithmetic", runner.bench().backend().arithmetic(),
        "algebra", LinearAlgebra.description());
  }

  @Override
  public Code code() {
    Bench bench = runner.bench();
    List<Class<?>> roots = new ArrayList<>();
    roots.add(bench.backend().getClass());
    roots.add(bench.algebra().getClass());
    roots.add(Catalog.class);
    if (!spec.networks().isEmpty()) {
      roots.add(Trainer.class);
      roots.add(Checkpoint.class);
    }
    addRecords(spec.measure(), roots);
    return Code.from(roots.toArray(Class<?>[]::new));
  }

  /** A measure may hold another one or a solver, which it knows by an interface. */
  private static void addRecords(Object value, List<Class<?>> roots) {
    roots.add(value.getClass());
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object held = component(value, component);
      if (held instanceof Record && held.getClass().getName().startsWith("dev.assay.")) {
        addRecords(held, roots);
      }
    }
  }

  private static Object component(Object value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("a measure is a public record: " + value.getClass(), e);
    }
  }

  @Override
  public List<Cell<?>> needs() {
    return spec.needs().stream().<Cell<?>>map(need -> need.cell(runner)).toList();
  }

  @Override
  public void make(Path folder) throws IOException {
    List<Network> networks = new ArrayList<>();
    byte[] text;
    try {
      for (NetworkSource source : spec.networks()) {
        networks.add(source.open(runner));
      }
      text = JSON.writeValueAsBytes(spec.measure().of(networks, runner.bench()));
    } finally {
      networks.forEach(Network::close);
    }
    AtomicFile.write(folder.resolve(FILE), out -> out.write(text));
  }

  @Override
  public R read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    R value;
    try {
      value = JSON.readValue(Files.readAllBytes(file), spec.measure().result());
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
