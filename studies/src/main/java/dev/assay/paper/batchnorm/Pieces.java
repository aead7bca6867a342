package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.measure.LocalPieces.Direction;
import dev.assay.paper.batchnorm.Findings.Around;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How finely networks are cut into linear pieces around training samples: statement A-5. */
final class Pieces implements Topic {
  private static final String UNIT = "1 / L2";

  private final Findings findings;
  private final List<Kind> kinds;

  /**
   * Segments of one kind.
   *
   * @param at where twins have them
   */
  private record Kind(Direction direction, double length, int at) {
    String words() {
      return Text.format(
          "%s, %s", direction == Direction.SAMPLE ? "to a sample" : "random", length);
    }
  }

  Pieces(Findings findings) {
    this.findings = findings;
    List<Around> first = findings.twins(Arm.PLAIN).get(0).pieces();
    this.kinds =
        IntStream.range(0, first.size())
            .mapToObj(i -> new Kind(first.get(i).direction(), first.get(i).length(), i))
            .toList();
  }

  @Override
  public List<Claim> claims() {
    return List.of(finer());
  }

  @Override
  public List<Figure> figures() {
    return List.of(bars());
  }

  @Override
  public List<Table> tables() {
    return List.of(pieces());
  }

  /** on the shortest segments, whichever way they lead. */
  private Claim finer() {
    double shortest = findings.size().lengths().get(0);
    List<Kind> deciding = kinds.stream().filter(k -> k.length() == shortest).toList();
    List<Quantity> numbers = new ArrayList<>(deciding.stream().map(this::quantity).toList());
    List<Quantity> open = Verdicts.open(0, numbers);
    kinds.stream().filter(k -> k.length() > shortest).map(this::quantity).forEach(numbers::add);
    return new Claim(
            "A-5",
            "With BatchNorm there are more linear pieces per unit length around training samples.",
            Verdicts.all(
                deciding.stream()
                    .map(this::difference)
                    .map(d -> Verdicts.of(d.above(0), d.below(0)))
                    .toList()),
            Text.format(
                "Exact numbers on %d segments of length %s, each with a training sample in its"
                    + " middle, in random directions and towards other samples; both must show it."
                    + " With BatchNorm there are %s as many; twins are compared by logarithms."
                    + " Longer segments stand beside.",
                findings.size().segments(),
                shortest,
                deciding.stream()
                    .map(
                        k ->
                            Text.format(
                                "%.2f times (%s)", Math.pow(2, difference(k).value()), k.words()))
                    .collect(Collectors.joining(" and "))),
            numbers,
            findings.seeds())
        .openFor(open);
  }

  private Quantity quantity(Kind kind) {
    return difference(kind)
        .as(Text.format("log2 of pieces per unit length, with − without, %s", kind.words()));
  }

  /** Of logarithms to base 2, as densities differ by factors from seed to seed: 1 is twice. */
  private Estimate difference(Kind kind) {
    return StudentT.mean(
        findings.differences(n -> Math.log(n.pieces().get(kind.at()).density()) / Math.log(2)));
  }

  private Estimate mean(Arm arm, Kind kind) {
    return StudentT.mean(Values.of(findings.twins(arm), n -> n.pieces().get(kind.at()).density()));
  }

  private Figure bars() {
    return new Figure(
        new Heading(
            "pieces-around-samples",
            "Linear pieces around training samples",
            Text.format(
                "Exact, on segments with a training sample in their middle; mean over %d seeds,"
                    + " 95 %% intervals of Student's t.",
                findings.seeds().size())),
        new Plot.Bars(
            Axis.of("direction and length of segments"),
            Axis.of("linear pieces per unit length", UNIT),
            kinds.stream().map(Kind::words).toList(),
            Arrays.stream(Arm.values())
                .map(
                    arm ->
                        Values.bars(
                            arm.words(), kinds.stream().map(kind -> mean(arm, kind)).toList()))
                .toList()));
  }

  private Table pieces() {
    return Table.of(kinds, "pieces", "Linear pieces per unit length")
        .note("Twins, mean over segments and seeds; 95 % intervals of Student's t.")
        .text(
            "segments",
            "where they lead, in a random direction or to another sample, and their length (L2)",
            Kind::words)
        .real("without", UNIT, "BatchNorm", k -> mean(Arm.PLAIN, k).value())
        .real("with", UNIT, "BatchNorm", k -> mean(Arm.NORMALISED, k).value())
        .real("log2_ratio", "", "log2 of with / without, mean of twins", k -> difference(k).value())
        .real("low", "", "lower end of its interval", k -> difference(k).low())
        .real("high", "", "upper end", k -> difference(k).high())
        .build();
  }
}
