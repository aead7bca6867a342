package dev.assay.predictor;

import dev.assay.store.Planned;
import java.util.function.Function;

/**
 * A number of a trained network that is meant to be larger where the generalisation gap is.
 *
 * @param name for tables, in lower case with hyphens
 * @param formula what it is, with the sign that it is taken with
 * @param source who proposed it
 * @param cost what it takes
 * @param value the number; NaN where it is not defined
 */
public record Predictor(
    String name,
    String formula,
    String source,
    Cost cost,
    Function<Trained, Planned<Double>> value) {

  /** What most of the time goes into. */
  public enum Cost {
    WEIGHTS("weights alone"),
    OUTPUTS("a pass over the samples"),
    GRADIENTS("gradients at some samples"),
    SEARCH("searches from some samples"),
    SEGMENTS("exact segments between some samples"),
    ACTIVATIONS("activations of some samples"),
    MOVED("passes over some samples, moved"),
    PERTURBED("many passes with noise on the weights"),
    WEIGHT_GRADIENTS("gradients with respect to the weights at some samples"),
    COURSE("nothing: it is kept from training");

    private final String words;

    Cost(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
