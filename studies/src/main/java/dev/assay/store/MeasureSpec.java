package dev.assay.store;

import dev.assay.measure.Measure;
import java.util.List;

/**
 * A measurement.
 *
 * @param networks of which it is taken, as many as the measure compares
 * @param <R> the result
 */
public record MeasureSpec<R extends Record>(Measure<R> measure, List<NetworkSource> networks)
    implements ValueSpec<R> {

  public MeasureSpec {
    networks = List.copyOf(networks);
  }

  public static <R extends Record> MeasureSpec<R> of(
      Measure<R> measure, NetworkSource... networks) {
    return new MeasureSpec<>(measure, List.of(networks));
  }

  @Override
  public Class<R> result() {
    return measure.result();
  }

  @Override
  public List<TrainingSpec> needs() {
    return networks.stream().flatMap(network -> network.needs().stream()).toList();
  }

  @Override
  public Cell<R> cell(Runner runner) {
    return new Measurement<>(this, runner);
  }
}
