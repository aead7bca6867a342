package dev.assay.measure;

import dev.assay.nn.Network;
import dev.assay.study.translation.Answered;

/** The share of moves that change the answer, over all samples and moves. */
public record AnswerChange(MovedAnswers answers) implements NetworkMeasure<AnswerChange.Share> {

  /** A share, from 0 to 1. */
  public record Share(double value) {}

  @Override
  public Class<Share> result() {
    return Share.class;
  }

  @Override
  public Share of(Network network, Bench bench) {
    return new Share(Answered.mean(answers.of(network, bench).changed()));
  }
}
