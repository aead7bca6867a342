package dev.assay.store;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What it took to make something. No part of a result: another machine takes other times.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all threads together
 */
@JsonPropertyOrder({"seconds", "cpuSeconds"})
public record Effort(double seconds, double cpuSeconds) {
  public static final Effort NONE = new Effort(0, 0);

  public Effort plus(Effort other) {
    return new Effort(seconds + other.seconds, cpuSeconds + other.cpuSeconds);
  }
}
