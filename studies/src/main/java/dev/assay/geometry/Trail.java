package dev.assay.geometry;

/** What is noted of the logits along a segment, from its start to its end. */
sealed interface Trail permits Stretches, Lead, CertifiedRest {

  /** Follows the logits along the next part. */
  void follow(Curve logits);

  /** From {@code at} on this class wins, alone. */
  void add(double at, int winner);
}
