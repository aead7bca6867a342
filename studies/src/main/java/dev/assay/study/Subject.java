package dev.assay.study;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Classifier;

/** What a margin study looks at: a network, the samples to measure, and the training inputs. */
public interface Subject {

  /** The whole network. */
  Classifier network();

  /** The whole network for exact geometry; bad input where it is not piecewise linear. */
  PiecewiseLinear exact();

  /** Threads for exact geometry. */
  Workers workers();

  /** The network from a hidden cut on; a cut that does not exist is bad input. */
  Hidden hidden(String cut);

  /** All samples that may be measured, in input space. */
  Samples evaluated();

  /** Number of training inputs. */
  int trainingCount();

  /** Training inputs, count × n: principal components and total variances are taken over them. */
  float[] training();

  /** A network cut in two. */
  interface Hidden {

    /** What is above the cut; its input is the activations. */
    Classifier suffix();

    /** The same for exact geometry. */
    PiecewiseLinear exact();

    /**
     * What is below the cut.
     *
     * @param inputs count × n
     * @return count × activations
     */
    float[] activations(float[] inputs, int count);
  }
}
