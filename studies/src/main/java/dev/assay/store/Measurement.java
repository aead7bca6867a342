package dev.assay.store;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.data.Catalog;
import dev.assay.measure.Bench;
import dev.assay.measure.Measures;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A measurement as a cell. */
record Measurement<R extends Record>(MeasureSpec<R> spec, Runner runner) implements ValueCell<R> {

  @Override
  public Map<String, ?> key() {
    return Map.of(
        "spec", SpecFormat.raw(spec),
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
    for (Object held : Measures.components(value)) {
      if (held instanceof Record && held.getClass().getName().startsWith("dev.assay.")) {
        addRecords(held, roots);
      }
    }
  }

  @Override
  public R value() {
    List<Network> networks = new ArrayList<>();
    try {
      for (NetworkSource source : spec.networks()) {
        networks.add(source.open(runner));
      }
      return spec.measure().of(networks, runner.bench());
    } finally {
      networks.forEach(Network::close);
    }
  }
}
