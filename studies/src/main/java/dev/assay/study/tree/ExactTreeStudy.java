package dev.assay.study.tree;

import dev.assay.geometry.ExactTree;
import dev.assay.io.BadInputException;
import dev.assay.study.Context;
import dev.assay.study.Report;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import java.util.List;

/**
 * A small network as one decision tree, exactly, on a stated domain (Aytekin 2022, arXiv
 * 2210.05189); see {@link ExactTree}.
 */
public final class ExactTreeStudy implements Study<ExactTreeConfig> {

  /**
   * An activation.
   *
   * @param name of the cut behind it
   */
  record Activated(String name, int units) {}

  /**
   * @throws BadInputException if the network is not piecewise linear, has max pooling, or is too
   *     large
   */
  @Override
  public Report run(Subject subject, ExactTreeConfig config, Context context) {
    List<Activated> activations = activations(subject);
    Domain domain = Domain.of(subject, config, context);
    domain.requireSmall(activations.stream().mapToInt(Activated::units).sum(), config.mostLeaves());
    context.progress().at("exact tree", 0, 0, "");
    ExactTree tree = domain.tree(config.mostLeaves());
    return new ExactTreeReport(config, subject.measured(), domain, activations, tree).build();
  }

  private static List<Activated> activations(Subject subject) {
    return subject.activationCuts().stream()
        .map(name -> new Activated(name, subject.hidden(name).above().input().intSize()))
        .toList();
  }
}
