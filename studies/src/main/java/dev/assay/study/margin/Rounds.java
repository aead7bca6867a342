package dev.assay.study.margin;

import dev.assay.nn.Classifier;
import dev.assay.study.margin.Search.Need;
import java.util.Arrays;
import java.util.List;

/** Evaluations of all searches of a batch, and the memory for them. */
final class Rounds {
  private final Classifier classifier;
  private final Question question;
  private final int classes;
  private final int length;
  private final int rivals;
  private final float[] points;
  private final float[] logits;
  private final float[] cotangents;
  private final float[] gradients;
  private final double[] scratch;
  private final Linearization linear;
  private final Slope slope;

  /**
   * @param batch searches at most
   */
  Rounds(Classifier classifier, Question question, int batch) {
    this.classifier = classifier;
    this.question = question;
    classes = classifier.classes();
    length = classifier.input().intSize();
    rivals = question.target() < 0 ? classes - 1 : 1;
    points = new float[batch * length];
    logits = new float[batch * classes];
    cotangents = new float[batch * rivals * classes];
    gradients = new float[batch * rivals * length];
    scratch = new double[length];
    linear = new Linearization(question.directions());
    slope = new Slope(question.directions());
  }

  /** One evaluation of each. */
  void run(List<Search> active) {
    // all lists are made first: a search told its logits may come to need gradients
    List<Search> forLogits = needing(active, Need.LOGITS);
    List<Search> forSlopes = needing(active, Need.SLOPE);
    List<Search> forGradients = needing(active, Need.GRADIENTS);
    if (!forLogits.isEmpty()) {
      logits(forLogits);
    }
    if (!forSlopes.isEmpty()) {
      slopes(forSlopes);
    }
    if (!forGradients.isEmpty()) {
      gradients(forGradients);
    }
  }

  private void logits(List<Search> searches) {
    write(searches);
    classifier.logits(points, searches.size(), logits);
    for (int n = 0; n < searches.size(); n++) {
      searches.get(n).tellLogits(logits, n * classes, classes);
    }
  }

  private void slopes(List<Search> searches) {
    write(searches);
    Arrays.fill(cotangents, 0);
    for (int n = 0; n < searches.size(); n++) {
      cotangents[n * classes + searches.get(n).reference()] = 1;
      cotangents[n * classes + searches.get(n).rival()] = -1;
    }
    classifier.gradients(points, searches.size(), cotangents, 1, logits, gradients);
    for (int n = 0; n < searches.size(); n++) {
      searches.get(n).tellSlope(logits, n * classes, classes, gradients, n * length, slope);
    }
  }

  private void gradients(List<Search> searches) {
    write(searches);
    Arrays.fill(cotangents, 0);
    int row = 0;
    for (Search search : searches) {
      int i = search.reference();
      for (int j = 0; j < classes; j++) {
        if (question.counts(i, j)) {
          cotangents[row + i] = 1;
          cotangents[row + j] = -1;
          row += classes;
        }
      }
    }
    classifier.gradients(points, searches.size(), cotangents, rivals, logits, gradients);
    for (int n = 0; n < searches.size(); n++) {
      searches
          .get(n)
          .tellGradients(logits, n * classes, classes, gradients, n * rivals * length, linear);
    }
  }

  private void write(List<Search> searches) {
    for (int n = 0; n < searches.size(); n++) {
      searches.get(n).writePoint(scratch, points, n * length);
    }
  }

  private static List<Search> needing(List<Search> searches, Need need) {
    return searches.stream().filter(search -> search.need() == need).toList();
  }
}
