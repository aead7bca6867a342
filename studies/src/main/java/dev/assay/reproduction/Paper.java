package dev.assay.reproduction;

import dev.assay.study.Report;
import java.util.List;
import java.util.Locale;

/** A paper whose statements can be checked. */
public interface Paper {

  /** How much is trained and measured. */
  enum Scale {
    /** Under ten minutes on two cores. */
    QUICK,
    /** Hours. */
    FULL;

    /** As the command line takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a paper is found by.
   *
   * @param published where and when
   * @param arxiv its number there
   */
  record Citation(String title, String authors, String published, String arxiv) {
    @Override
    public String toString() {
      return "“" + title + "”, " + authors + ", " + published + ", arXiv:" + arxiv;
    }
  }

  /** As the command line takes it: lower case, hyphens between words. */
  String name();

  Citation citation();

  /** Names of the figures of its report that stand for it: of the statements that matter most. */
  default List<String> figures() {
    return List.of();
  }

  /** What it can be checked on, at least one. */
  default List<NetworkKind> kinds() {
    return List.of(NetworkKind.values());
  }

  /**
   * The kind that such data take: fully connected networks for grey images, else convolutional,
   * where the paper leaves a choice.
   */
  default NetworkKind usual(Laboratory laboratory) {
    NetworkKind usual = laboratory.sample().channels() > 1 ? NetworkKind.CNN : NetworkKind.MLP;
    return kinds().contains(usual) ? usual : kinds().get(0);
  }

  /**
   * Trains, measures and judges. What the laboratory's store holds already is not done again, so a
   * run that was stopped goes on where it was.
   *
   * @param network what its statements are checked on, one of {@link #kinds}
   */
  Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network);
}
