package dev.assay.paper.constrained;

import dev.assay.reproduction.Design;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Topic;
import dev.assay.store.Planned;
import dev.assay.study.statistics.Bootstrap;
import java.util.List;

/** The statements of this paper, A1 to A7, about the networks of another one. */
public final class Statements {
  /** Random subspaces: each costs as much as the constrained margins themselves. */
  private static final int DRAWS = 1;

  private final Findings findings;

  private Statements(Findings findings) {
    this.findings = findings;
  }

  /**
   * All that is measured for them.
   *
   * @param family the networks of each seed, which are convolutional
   * @param samples whose margins are measured
   */
  public static Planned<Statements> planned(
      Laboratory laboratory, Design family, List<Long> seeds, int samples) {
    Size size = Size.few(seeds.size(), samples, DRAWS, family);
    return new Experiment(laboratory, size).plan(seeds).map(Statements::new);
  }

  /**
   * What they say of the networks that were trained to the criterion.
   *
   * @param data its name, for messages
   * @throws dev.assay.io.BadInputException if there is nothing to order
   */
  public List<Topic> topics(String data, Bootstrap bootstrap) {
    Findings trained = findings.trained().checked(data);
    return List.of(
        new Predictors(trained, bootstrap),
        new Components(trained, bootstrap),
        new Rescalings(trained));
  }
}
