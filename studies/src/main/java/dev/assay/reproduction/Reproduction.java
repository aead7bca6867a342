package dev.assay.reproduction;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.reproduction.Paper.Scale;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which paper is checked, and on what: all that determines what is measured, in a few words.
 *
 * @param paper its name
 * @param data name of the data set
 * @param networks of which kinds
 * @param seed the first of the seeds
 */
public record Reproduction(
    String paper, String data, Scale scale, List<NetworkKind> networks, long seed) {

  public Reproduction {
    networks = List.copyOf(networks);
  }

  /** In names and plain values, as files tell it. */
  public Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("paper", paper);
    told.put("data", data);
    told.put("scale", scale.toString());
    told.put("network", networks.stream().map(NetworkKind::toString).toList());
    told.put("seed", seed);
    return told;
  }

  /**
   * What {@link #told} told.
   *
   * @param origin for messages
   * @throws BadInputException if it is none
   */
  public static Reproduction of(Map<String, Object> told, String origin) {
    try {
      List<?> networks = (List<?>) told.get("network");
      Reproduction read =
          new Reproduction(
              (String) told.get("paper"),
              (String) told.get("data"),
              named(Scale.values(), told.get("scale")),
              networks.stream().map(name -> named(NetworkKind.values(), name)).toList(),
              ((Number) told.get("seed")).longValue());
      if (read.paper != null && read.data != null && !networks.isEmpty()) {
        return read;
      }
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw unknown(told, origin, e);
    }
    throw unknown(told, origin, null);
  }

  private static BadInputException unknown(
      Map<String, Object> told, String origin, Exception cause) {
    return new BadInputException(
        Text.format("%s: was not made for a paper that this program checks: %s", origin, told),
        cause);
  }

  private static <T> T named(T[] all, Object name) {
    return Arrays.stream(all)
        .filter(one -> one.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown: " + name));
  }

  @Override
  public String toString() {
    return Text.format(
        "%s, %s scale, %s on %s, seed %d",
        paper,
        scale,
        networks.stream().map(NetworkKind::toString).collect(Collectors.joining(", ")),
        data,
        seed);
  }
}
