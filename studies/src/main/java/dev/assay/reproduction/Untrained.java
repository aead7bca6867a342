package dev.assay.reproduction;

import dev.assay.io.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Those networks of a family that were not trained to its criterion within its epochs.
 *
 * @param all how many networks there are, these among them
 */
public record Untrained(Design family, int all, List<Family.Member> members) {
  /** So many settings are named. */
  private static final int NAMED = 6;

  public boolean none() {
    return members.isEmpty();
  }

  /** Which, and out of how many, where they are judged like the others. */
  public String words() {
    return named() + (none() ? "" : " They count like the others.");
  }

  /** Which, and out of how many. */
  public String named() {
    if (none()) {
      return Text.format("All %d networks were trained until %s.", all, family.criterion().words());
    }
    List<String> settings =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    member -> member.setting().values().toString(),
                    LinkedHashMap::new,
                    Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> Text.format("%s (%d)", entry.getKey(), entry.getValue()))
            .toList();
    return Text.format(
        "%d of %d networks were not trained until %s within %d epochs: %s%s.",
        members.size(),
        all,
        family.criterion().words(),
        family.epochs(),
        String.join(", ", settings.subList(0, Math.min(NAMED, settings.size()))),
        settings.size() > NAMED ? " and others" : "");
  }
}
