package dev.assay.store;

import dev.assay.io.BadInputException;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How the loss fell in the training of a network.
 *
 * @param network one whose training is known
 */
public record CourseSpec(NetworkSource network) implements ValueSpec<CourseSpec.Course> {

  /**
   * @throws BadInputException if it is not known how the network was trained
   */
  public CourseSpec {
    if (!(network instanceof NetworkSource.Trained || network instanceof NetworkSource.Kept)) {
      throw new BadInputException("how this network was trained is not known");
    }
  }

  /**
   * The course of a training.
   *
   * @param losses mean loss of the mini-batches of each epoch, as they were trained on
   * @param steps of each epoch
   */
  public record Course(double[] losses, long steps) {

    /** Steps until an epoch ended whose loss is at most this; NaN if none did. */
    public double stepsTo(double loss) {
      return IntStream.range(0, losses.length)
          .filter(epoch -> losses[epoch] <= loss)
          .mapToDouble(epoch -> (epoch + 1.0) * steps)
          .findFirst()
          .orElse(Double.NaN);
    }
  }

  @Override
  public Class<Course> result() {
    return Course.class;
  }

  @Override
  public List<TrainingSpec> needs() {
    return network.needs();
  }

  @Override
  public Cell<Course> cell(Runner runner) {
    return new Reading(this, runner);
  }

  private record Reading(CourseSpec spec, Runner runner) implements ValueCell<Course> {
    @Override
    public Map<String, ?> key() {
      return Map.of(
          "spec", SpecFormat.raw(spec), "arithmetic", runner.bench().backend().arithmetic());
    }

    @Override
    public Code code() {
      return spec.network instanceof NetworkSource.Trained trained
          ? trained.training().cell(runner).code()
          : Code.from(Checkpoint.class);
    }

    @Override
    public Course value() {
      Checkpoint model =
          spec.network instanceof NetworkSource.Trained trained
              ? runner.get(trained.training()).model()
              : Checkpoint.read(runner.store().kept(((NetworkSource.Kept) spec.network).sha256()));
      List<History.Epoch> epochs = model.history().epochs();
      return new Course(
          epochs.stream().mapToDouble(History.Epoch::trainLoss).toArray(),
          model.state().steps() / epochs.size());
    }
  }
}
