package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Panel;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How classes gather with BatchNorm and without: statements. */
final class Gathering implements Topic {
  /** Drawn by depth: indices from 0 to 1, or nearly so. */
  private static final List<String> SHARES =
      List.of("silhouette by cosine", "purity by cosine", "k-means, AMI", "average linkage, AMI");

  private static final List<String> RATIOS = List.of("Davies–Bouldin", "tr Sw / tr Sb");

  private final Findings findings;
  private final List<Contrast> contrasts;

  Gathering(Findings findings) {
    this.findings = findings;
    this.contrasts = Index.ALL.stream().map(index -> Contrast.of(findings, index)).toList();
  }

  @Override
  public List<Claim> claims() {
    return List.of(better(), depends());
  }

  @Override
  public List<Figure> figures() {
    return List.of(
        glance(),
        byDepth("clustering-by-depth", "How classes gather, by depth", SHARES),
        byDepth("ratios-by-depth", "Width of classes over their distance, by depth", RATIOS));
  }

  @Override
  public List<Table> tables() {
    return List.of(indices());
  }

  /** by every index, as the paper's is not known. */
  private Claim better() {
    return new Claim(
            "A-2",
            "With BatchNorm the same samples gather better by class, whatever the index.",
            Verdicts.of(
                contrasts.stream().allMatch(c -> c.verdict() == Verdict.HOLDS),
                contrasts.stream().anyMatch(Contrast::surelyWorse)),
            Text.format(
                "By each of %d indices, mean over layers, twins compared. Holds by: %s. Reverses"
                    + " by: %s. Undecided by: %s. The statement does not hold if it reverses by one"
                    + " so surely that their number does not explain it (Bonferroni): %s.",
                contrasts.size(),
                names(c -> c.verdict() == Verdict.HOLDS),
                names(c -> c.verdict() == Verdict.DOES_NOT_HOLD),
                names(c -> c.verdict() == Verdict.UNDECIDED),
                names(Contrast::surelyWorse)),
            numbers(),
            findings.seeds())
        .openFor(open(c -> c.verdict() != Verdict.HOLDS));
  }

  /** some say better, some say worse. */
  private Claim depends() {
    boolean some = count(Verdict.HOLDS) > 0;
    boolean others = count(Verdict.DOES_NOT_HOLD) > 0;
    return new Claim(
            "A-4",
            "Whether classes gather better with BatchNorm depends on the index.",
            Verdicts.of(
                contrasts.stream().anyMatch(Contrast::surelyBetter)
                    && contrasts.stream().anyMatch(Contrast::surelyWorse),
                count(Verdict.UNDECIDED) == 0 && some != others),
            Text.format(
                "Better by %d of %d indices, worse by %d, undecided by %d. Holds if it is better by"
                    + " one and worse by another so surely that their number does not explain it"
                    + " (Bonferroni); does not hold if all indices agree. Surely better by: %s;"
                    + " surely worse by: %s.",
                count(Verdict.HOLDS),
                contrasts.size(),
                count(Verdict.DOES_NOT_HOLD),
                count(Verdict.UNDECIDED),
                names(Contrast::surelyBetter),
                names(Contrast::surelyWorse)),
            numbers(),
            findings.seeds())
        .openFor(open(c -> !c.surelyBetter() && !c.surelyWorse()));
  }

  private long count(Verdict verdict) {
    return contrasts.stream().filter(contrast -> contrast.verdict() == verdict).count();
  }

  private String names(Predicate<Contrast> chosen) {
    String names =
        contrasts.stream()
            .filter(chosen)
            .map(contrast -> contrast.index().name())
            .collect(Collectors.joining("; "));
    return names.isEmpty() ? "none" : names;
  }

  private List<Quantity> numbers() {
    return contrasts.stream().map(Contrast::quantity).toList();
  }

  private List<Quantity> open(Predicate<Contrast> chosen) {
    return contrasts.stream().filter(chosen).map(Contrast::open).toList();
  }

  private List<String> layers() {
    return findings.chain().compared().stream().map(l -> Text.format("conv %d", l)).toList();
  }

  private Figure glance() {
    int layers = layers().size();
    return new Figure(
        new Heading(
            "indices-at-a-glance",
            "By which indices classes gather better with BatchNorm",
            Text.format(
                "Level of the interval around the twins' mean difference that ends at 0, %d seeds:"
                    + " above 0.95 BatchNorm is better, below −0.95 worse, between them undecided."
                    + " “All” is the mean over layers; neural collapse (NC) is in front of the"
                    + " logits.",
                findings.seeds().size())),
        new Plot.HeatMap(
            Axis.of("layer"),
            Stream.concat(layers().stream(), Stream.of("all")).toList(),
            Axis.of("index"),
            Index.ALL.stream().map(Index::name).toList(),
            Axis.of("level, better with BatchNorm"),
            Index.ALL.stream()
                .flatMapToDouble(i -> DoubleStream.of(Contrast.levels(findings, i, layers)))
                .toArray(),
            true));
  }

  private Figure byDepth(String name, String title, List<String> shown) {
    return new Figure(
        new Heading(
            name,
            title,
            Text.format(
                "Mean over %d seeds; bands: 95 %% intervals of Student's t.",
                findings.seeds().size())),
        new Plot.Multiples(
            2,
            Index.ALL.stream()
                .filter(index -> shown.contains(index.name()))
                .map(index -> new Panel<>(index.name(), lines(index)))
                .toList()));
  }

  private Plot.Lines lines(Index index) {
    double[] depth = findings.chain().compared().stream().mapToDouble(l -> l).toArray();
    return new Plot.Lines(
        Axis.of("convolution").counting().at(depth),
        Axis.of("index"),
        Arrays.stream(Arm.values())
            .map(arm -> Values.line(arm.words(), depth, byLayer(index, arm, depth.length)))
            .toList());
  }

  private List<Estimate> byLayer(Index index, Arm arm, int layers) {
    return IntStream.range(0, layers)
        .mapToObj(
            layer ->
                StudentT.mean(
                    Values.of(findings.twins(arm), n -> index.layers().values(n, Part.ALL)[layer])))
        .toList();
  }

  private Table indices() {
    return Table.of(contrasts, "indices", "Does BatchNorm gather classes better?")
        .note(
            "Twins, mean over layers and seeds; the interval is that of Student's t on the"
                + " differences of twins. Beside it stands what chance in the choice of samples"
                + " makes.")
        .text("index", "how it is judged", c -> c.index().name())
        .text("verdict", "whether BatchNorm is better by it", Contrast::words)
        .flag(
            "surely",
            "whether it is so even if one remembers how many indices there are",
            c -> c.surelyBetter() || c.surelyWorse())
        .text("looks_at", "what is compared", c -> c.index().kind().words())
        .text("better", "when classes gather better", c -> c.index().sign() > 0 ? "large" : "small")
        .real("without", "", "mean of the twins without BatchNorm", c -> mean(c, Arm.PLAIN))
        .real("with", "", "mean of the twins with BatchNorm", c -> mean(c, Arm.NORMALISED))
        .real("better_by", "", "by how much BatchNorm is better", c -> c.better().value())
        .real("low", "", "lower end of its 95 % interval", c -> c.better().low())
        .real("high", "", "upper end", c -> c.better().high())
        .real(
            "spread",
            "",
            "how far two halves of the samples are apart in the index",
            c -> Contrast.spread(findings, c.index()))
        .build();
  }

  private double mean(Contrast contrast, Arm arm) {
    return findings.twins(arm).stream()
        .mapToDouble(contrast.index()::level)
        .average()
        .orElseThrow();
  }
}
