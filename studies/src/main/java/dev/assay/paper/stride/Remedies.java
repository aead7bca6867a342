package dev.assay.paper.stride;

import dev.assay.io.Text;
import dev.assay.paper.stride.Findings.Measured;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What helps beside kernels: statements D-4a, D-4b and D-4c. */
final class Remedies implements Topic {
  private static final Design BASE = Design.base();

  private final Findings findings;

  Remedies(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of(filters(), averages(), largest());
  }

  /** D-4a. */
  private Claim filters() {
    Cases cases = raises(Size.FILTERED);
    return cases.claim(
        "D-4a",
        "A low-pass filter before subsampling makes a network more invariant.",
        "A binomial filter of 3 taps; strides 2·2·2, pooling by a kernel of 2.",
        findings.seeds());
  }

  /** D-4b. */
  private Claim averages() {
    Design averaged = BASE.with(Head.MEAN);
    Cases cases = raises(averaged);
    cases.above(
        0,
        findings.difference(averaged.with(Filter.POLYPHASE), averaged, Measured::mcs),
        "MCS, averaged, maps that move as images do − others",
        "");
    return cases.claim(
        "D-4b",
        "Global average pooling makes a network more invariant, and more so where maps move as"
            + " images do.",
        "In place of the hidden dense layer; strides 2·2·2, pooling by a kernel of 2. Maps move as"
            + " images do with polyphase sampling and circular windows.",
        findings.seeds());
  }

  private Cases raises(Design remedy) {
    Cases cases = new Cases();
    beside(cases, remedy);
    cases.above(0, findings.difference(remedy, BASE, Measured::mcs), "MCS, with − without", "");
    return cases;
  }

  private void beside(Cases cases, Design remedy) {
    cases.beside(
        findings.difference(remedy, BASE, Measured::clean),
        "accuracy on images as they are, with − without",
        "points");
    cases.beside(
        findings.difference(remedy, BASE, n -> 100 * n.shifted()),
        "accuracy on moved images, with − without",
        "points");
  }

  /** D-4c. */
  private Claim largest() {
    Design augmented = BASE.withMoves();
    Cases cases = new Cases();
    beside(cases, augmented);
    cases.beside(findings.mean(augmented, n -> 100 * n.changed()), "top-1 changes, augmented", "%");
    cases.beside(
        findings.difference(augmented, BASE.with(Head.MEAN).with(Filter.POLYPHASE), Measured::mcs),
        "MCS, augmented − polyphase, averaged",
        "");
    for (Design other : compared()) {
      if (!other.equals(augmented) && !other.circular()) {
        cases.above(
            0,
            findings.difference(augmented, other, Measured::mcs),
            Text.format("MCS, augmented − %s", remedy(other)),
            "");
      }
    }
    return cases.claim(
        "D-4c",
        "Training on moved images makes a network more invariant than a filter, average pooling or a"
            + " large kernel.",
        "The same network, otherwise. Polyphase sampling with average pooling is invariant by"
            + " construction, none of the paper's remedies, and stands beside.",
        findings.seeds());
  }

  /** What differs from the network without any. */
  static String remedy(Design design) {
    if (design.equals(BASE)) {
      return "none";
    }
    return design.words().replace(BASE.words() + ", ", "").replace(BASE.strided() + ", ", "");
  }

  static List<Design> compared() {
    return Stream.concat(
            Stream.of(BASE, Design.plain(Design.STRIDED, Size.LARGE)), Size.remedies().stream())
        .toList();
  }

  @Override
  public List<Figure> figures() {
    List<Design> designs = compared();
    List<String> names = designs.stream().map(Remedies::remedy).toList();
    List<Plot.BarSeries> series = new ArrayList<>();
    series.add(Values.bars("MCS", shares(designs, Measured::mcs)));
    series.add(Values.bars("top-1 changes", shares(designs, Measured::changed)));
    series.add(Values.bars("accuracy, moved", shares(designs, Measured::shifted)));
    return List.of(
        new Figure(
            new Heading(
                "remedies",
                "Remedies",
                "Strides 2·2·2, pooling by a kernel of 2 unless told otherwise; means over seeds with"
                    + " 95 % intervals of Student's t, cut off at 0 and 1."),
            new Plot.Bars(Axis.of("remedy"), Axis.of("share, or mean cosine"), names, series)));
  }

  private List<Estimate> shares(List<Design> designs, ToDoubleFunction<Measured> share) {
    return designs.stream().map(design -> findings.mean(design, share).within(0, 1)).toList();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
