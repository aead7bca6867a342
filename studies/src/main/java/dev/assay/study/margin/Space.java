package dev.assay.study.margin;

import dev.assay.io.BadInputException;

/** Where margins are measured. */
public sealed interface Space {

  /** As {@link #parse} reads it. */
  String label();

  /** All of input space. */
  record Input() implements Space {
    @Override
    public String label() {
      return "input";
    }
  }

  /** The activations at a hidden cut: distances in front of the rest of the network. */
  record Hidden(String cut) implements Space {
    @Override
    public String label() {
      return "hidden:" + cut;
    }
  }

  /** The span of the first principal components of the training inputs, through the sample. */
  record Components(int count) implements Space {
    public Components {
      if (count < 1) {
        throw new BadInputException(
            "a number of principal components must be at least 1, got " + count);
      }
    }

    @Override
    public String label() {
      return "pca:" + count;
    }
  }

  /** As {@link Components}, of which Kneedle chooses the number. */
  record Knee() implements Space {
    @Override
    public String label() {
      return "pca:knee";
    }
  }

  static Space input() {
    return new Input();
  }

  static Space hidden(String cut) {
    return new Hidden(cut);
  }

  static Space components(int count) {
    return new Components(count);
  }

  static Space knee() {
    return new Knee();
  }

  /** Reads {@code input}, {@code hidden:CUT}, {@code pca:COUNT} or {@code pca:knee}. */
  static Space parse(String text) {
    if (text.equals("input")) {
      return input();
    }
    if (text.equals("pca:knee")) {
      return knee();
    }
    if (text.matches("pca:[0-9]{1,9}")) {
      return components(Integer.parseInt(text.substring("pca:".length())));
    }
    if (text.matches("hidden:.+")) {
      return hidden(text.substring("hidden:".length()));
    }
    throw new BadInputException(
        "unknown space \"%s\": expected input, hidden:CUT, pca:COUNT or pca:knee".formatted(text));
  }
}
