package dev.assay.paper.stride;

import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Closely;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.translation.Answered;
import java.util.List;

/** What holds by construction: statement D-5. */
final class Rolls implements Topic {
  private final Findings findings;

  Rolls(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    Design averaged = Design.base().with(Head.MEAN);
    double most = most(averaged.with(Filter.POLYPHASE));
    return List.of(
        new Claim(
            "D-5",
            "Circular windows, adaptive polyphase sampling and global average pooling make a network"
                + " give the same answer wherever an image is rolled, trained or not.",
            most == 0 ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
            Text.format(
                "By construction, and checked: %d images, each rolled %d times to any place, in each"
                    + " network.",
                findings.size().measured(), findings.size().moves()),
            List.of(
                Quantity.of("answers that a roll changes, at most in a network", 100 * most, "%"),
                Quantity.of(
                    "the same without polyphase sampling and circular windows",
                    100 * most(averaged),
                    "%")),
            findings.seeds()));
  }

  /** Also of networks that learned nothing. */
  private double most(Design design) {
    return findings.closely().stream()
        .filter(one -> one.network().design().equals(design))
        .mapToDouble(Rolls::changed)
        .max()
        .orElseThrow();
  }

  private static double changed(Closely one) {
    return Answered.mean(one.rolled().changed());
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(findings.closely(), "rolls", "Images that are rolled")
            .note(
                "One row for each network on images as they are; rolls to any place, going on at"
                    + " the other side.")
            .text("network", "", n -> n.network().design().words())
            .integer("seed", "", n -> n.network().seed())
            .real("top1_change", "", "share of rolls that change the answer", Rolls::changed)
            .build());
  }
}
