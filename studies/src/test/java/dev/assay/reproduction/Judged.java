package dev.assay.reproduction;

import dev.assay.study.Claim;
import java.util.stream.Stream;

/** What topics say of a statement. */
public final class Judged {
  private Judged() {}

  public static Claim of(String id, Stream<? extends Topic> topics) {
    return topics
        .flatMap(topic -> topic.claims().stream())
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
