package dev.assay.store;

import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.train.TrainingConfig;
import java.time.Duration;
import java.util.List;

/**
 * A network to be trained.
 *
 * @param test evaluated after every epoch
 * @param snapshots epochs after which the network is kept, besides the last one
 */
public record TrainingSpec(
    Architecture architecture,
    Provenance train,
    Provenance test,
    TrainingConfig training,
    List<Integer> snapshots)
    implements Spec<TrainedNetwork> {
  /** How much work a kill may cost. */
  private static final Duration BETWEEN_SAVES = Duration.ofSeconds(5);

  public TrainingSpec {
    snapshots = List.copyOf(snapshots);
  }

  @Override
  public List<Spec<?>> needs() {
    return List.of();
  }

  @Override
  public Cell<TrainedNetwork> cell(Runner runner) {
    return new Training(this, runner.bench(), BETWEEN_SAVES);
  }

  /** The network before training. */
  public NetworkSource untrained() {
    return new NetworkSource.Untrained(architecture, training.seed());
  }

  /** The network at the end of training. */
  public NetworkSource atEnd() {
    return after(NetworkSource.Trained.END);
  }

  /**
   * The network when the loss beside training was lowest.
   *
   * @throws IllegalStateException if training does not stop by that
   */
  public NetworkSource atBest() {
    if (!training.stop().watchesBeside()) {
      throw new IllegalStateException("kept where training stops by the loss beside it alone");
    }
    return after(NetworkSource.Trained.BEST);
  }

  /** The network after an epoch that is one of the snapshots. */
  public NetworkSource after(int epoch) {
    return new NetworkSource.Trained(this, epoch);
  }

  /** How training stands after an epoch. */
  public EpochSpec epoch(int epoch) {
    return new EpochSpec(this, epoch);
  }
}
