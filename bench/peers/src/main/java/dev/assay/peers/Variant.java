package dev.assay.peers;

import java.util.HashMap;
import java.util.Map;

/**
 * An engine with settings: environment variables, which must stand when a process starts, and one
 * word for the engine itself.
 */
record Variant(Side side, String name, Map<String, String> environment, String options) {

  Variant with(String more, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Variant(side, joined(more), all, options);
  }

  Variant with(String more, String word) {
    return new Variant(side, joined(more), environment, word);
  }

  private String joined(String more) {
    return name.equals("default") ? more : name + ", " + more;
  }

  @Override
  public String toString() {
    return side.title() + " (" + name + ")";
  }
}
