package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.paper.constrained.Findings.Scaling;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.store.Effort;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import java.util.List;

/** What margins do not depend on, and what they cost: statements A6 and A7. */
final class Rescalings implements Topic {
  /** What a task of PGDL allowed for each network, in seconds. */
  static final double ALLOWED = 300;

  private final Findings findings;

  Rescalings(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of(scaleFree(), runtime());
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  /** A6: re-scaled weights. */
  private Claim scaleFree() {
    double largest = 0;
    double norms = 1;
    for (Scaling scaling : findings.scalings()) {
      norms =
          Math.max(
              norms,
              Math.max(
                  scaling.scaledNorm() / scaling.norm(), scaling.norm() / scaling.scaledNorm()));
      for (String space : scaling.after().spaces()) {
        if (!MeanMargins.isHidden(space)) {
          double before = scaling.before().of(space);
          largest = Math.max(largest, Math.abs(scaling.after().of(space) / before - 1));
        }
      }
    }
    return new Claim(
            "A6",
            "No normalisation is needed: re-scaling logits and hidden layers leaves constrained"
                + " margins unchanged.",
            Verdicts.of(largest < 1e-6, largest > 1e-3),
            Text.format(
                "%d networks whose weights were multiplied by powers of two, so that even rounding"
                    + " is the same; all spaces but the hidden ones.",
                findings.scalings().size()),
            List.of(
                Quantity.of("largest relative change of a mean margin", largest),
                Quantity.of("largest change of the weight norm, factor", norms)),
            findings.seeds())
        .openFor(List.of(Quantity.of("largest relative change of a mean margin", largest)));
  }

  /** A7. Times differ from run to run, so only a limit that is far from them is told of here. */
  private Claim runtime() {
    List<Effort> efforts = findings.efforts();
    long allowed = efforts.stream().filter(e -> e.seconds() <= ALLOWED).count();
    return new Claim(
        "A7",
        "The constrained margins of a network take at most two minutes on a data-centre GPU.",
        Verdict.NOT_TESTED,
        efforts.isEmpty()
            ? "How long the margins took, which were taken from elsewhere, is not known."
            : Text.format(
                "A statement about a machine that was not used here. Of %d networks whose times are"
                    + " known, %d kept to the %.0f seconds that PGDL allowed for each; the times"
                    + " are in the runtime section of the manifest.",
                efforts.size(), allowed, ALLOWED),
        efforts.isEmpty()
            ? List.of()
            : List.of(
                Quantity.of("networks whose times are known", efforts.size()),
                Quantity.of("networks within PGDL's limit", allowed)),
        List.of());
  }
}
