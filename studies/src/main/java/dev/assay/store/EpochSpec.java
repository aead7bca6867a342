package dev.assay.store;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.train.History;
import java.util.List;
import java.util.Map;

/**
 * How a training stood after one of its epochs. The history is in the trained network, too, but
 * that is large, and not kept as long.
 *
 * @param epoch from 1
 */
public record EpochSpec(TrainingSpec training, int epoch) implements ValueSpec<History.Epoch> {

  @Override
  public Class<History.Epoch> result() {
    return History.Epoch.class;
  }

  @Override
  public List<TrainingSpec> needs() {
    return List.of(training);
  }

  @Override
  public Cell<History.Epoch> cell(Runner runner) {
    return new Reading(this, runner);
  }

  private record Reading(EpochSpec spec, Runner runner) implements ValueCell<History.Epoch> {
    @Override
    public Map<String, ?> key() {
      return Map.of(
          "spec", SpecFormat.raw(spec), "arithmetic", runner.bench().backend().arithmetic());
    }

    @Override
    public Code code() {
      return spec.training.cell(runner).code();
    }

    @Override
    public History.Epoch value() {
      List<History.Epoch> epochs = runner.get(spec.training).history().epochs();
      if (spec.epoch < 1 || spec.epoch > epochs.size()) {
        throw new BadInputException(
            Text.format(
                "epoch %d of a training that took %d: there is none", spec.epoch, epochs.size()));
      }
      return epochs.get(spec.epoch - 1);
    }
  }
}
