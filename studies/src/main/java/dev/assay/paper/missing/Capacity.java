package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.paper.missing.Findings.Treatment;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Margins and capacity: statement C5. */
final class Capacity implements Topic {
  /** Training accuracy from which a network interpolates. */
  private static final double INTERPOLATES = 0.99;

  private final Findings findings;
  private final Bootstrap bootstrap;

  Capacity(Findings findings, Bootstrap bootstrap) {
    this.findings = findings;
    this.bootstrap = bootstrap;
  }

  @Override
  public List<Claim> claims() {
    return List.of(capacity());
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  /** C5: from the first size that interpolates to the largest. */
  private Claim capacity() {
    List<Quantity> numbers = new ArrayList<>();
    List<Verdict> cases = new ArrayList<>();
    List<String> from = new ArrayList<>();
    List<Quantity> open = new ArrayList<>();
    for (Treatment kind : Treatment.values()) {
      int first = interpolation(kind);
      if (first == 0 || first == findings.largest()) {
        open.add(
            Quantity.of(
                Text.format(
                    "training accuracy at %s, %s",
                    findings.networks().sized(findings.largest()), kind.words()),
                100 * trainAccuracy(kind, findings.largest()),
                "%"));
        cases.add(Verdict.UNDECIDED);
        from.add(
            Text.format("%s: no two %ss interpolate", kind.words(), findings.networks().size()));
        continue;
      }
      Estimate growth =
          bootstrap.difference(findings.all(kind, findings.largest()), findings.all(kind, first));
      numbers.add(
          growth.as(
              Text.format(
                  "%s − %d, %s",
                  findings.networks().sized(findings.largest()), first, kind.words())));
      open.addAll(Verdicts.open(0, numbers.subList(numbers.size() - 1, numbers.size())));
      cases.add(Verdicts.of(growth.above(0), growth.below(0)));
      from.add(Text.format("%s: from %s", kind.words(), findings.networks().sized(first)));
    }
    return new Claim(
            "C5",
            "Margins grow with capacity beyond interpolation.",
            Verdicts.all(cases),
            Text.format(
                "Interpolation is a training accuracy of 99 %% (mean over seeds). %s.",
                String.join("; ", from)),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  private double trainAccuracy(Treatment kind, int width) {
    return findings.trained(kind, width).stream()
        .mapToDouble(t -> t.fit().train())
        .average()
        .orElseThrow();
  }

  private int interpolation(Treatment kind) {
    return findings.scale().widths().stream()
        .filter(width -> trainAccuracy(kind, width) >= INTERPOLATES)
        .findFirst()
        .orElse(0);
  }
}
