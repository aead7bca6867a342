package dev.assay.study.representation;

import dev.assay.io.Text;
import java.util.List;

/** The numbers that a report shows, with what they mean to a person. */
final class Indices {
  static final List<Index<Sparseness>> SPARSITY =
      List.of(
          new Index<>(
              "element_sparsity",
              "zeros",
              "share of zeros; the mean over channels of their shares of zeros, too",
              Sparseness::elements),
          new Index<>(
              "channel_deviation",
              "",
              "standard deviation over channels of their shares of zeros",
              Sparseness::channelDeviation),
          new Index<>(
              "silent_channels",
              "silent channels",
              "share of the channels of all samples that are zero at every place",
              Sparseness::silentChannels),
          new Index<>(
              "dead_channels",
              "",
              "share of channels that are zero at every place of every sample",
              Sparseness::deadChannels),
          new Index<>(
              "dead_units",
              "dead units",
              "share of units that are zero in every sample",
              Sparseness::deadUnits),
          new Index<>("hoyer", "Hoyer", "Hoyer's index, mean over samples", Sparseness::hoyer),
          new Index<>("gini", "Gini", "Gini's index, mean over samples", Sparseness::gini),
          new Index<>(
              "population_sparseness",
              "population sparseness",
              "Treves and Rolls' sparseness of a sample over units, mean over samples",
              Sparseness::population),
          new Index<>(
              "lifetime_sparseness",
              "lifetime sparseness",
              "Treves and Rolls' sparseness of a unit over samples, mean over units that are not"
                  + " dead",
              Sparseness::lifetime),
          new Index<>(
              "class_selectivity",
              "class selectivity",
              "how much more a channel responds to its class than to the others, 0 to 1, mean over"
                  + " channels that are not dead",
              Sparseness::selectivity));

  /** From −1 to 1; large is good. */
  static final List<Index<ClassClusters>> CLUSTERING =
      List.of(
          new Index<>(
              "silhouette",
              "silhouette",
              "how much nearer a sample is to its own class than to the next one, −1 to 1",
              ClassClusters::silhouette),
          new Index<>(
              "cosine_silhouette",
              "silhouette by cosine",
              "the same by cosine distances",
              ClassClusters::cosineSilhouette),
          new Index<>(
              "purity",
              "purity",
              Text.format(
                  "share of the %d nearest samples that are of the same class",
                  ClassClusters.NEAREST),
              ClassClusters::purity),
          new Index<>(
              "cosine_purity",
              "purity by cosine",
              "the same by cosine distances",
              ClassClusters::cosinePurity));

  /** Of width to distance, but the last, which is the other way round. */
  static final List<Index<ClassClusters>> RATIOS =
      List.of(
          new Index<>(
              "davies_bouldin",
              "Davies–Bouldin",
              "Davies and Bouldin's index: width of classes over distance between them; 0 is best",
              ClassClusters::daviesBouldin),
          new Index<>(
              "scatter",
              "tr Sw / tr Sb",
              "tr Sw / tr Sb: mean square within classes over that between their means; 0 is best",
              ClassClusters::scatter),
          new Index<>(
              "calinski_harabasz",
              "",
              "Calinski and Harabasz' index: sum of squares between classes over that within, by"
                  + " degrees of freedom; large is good",
              ClassClusters::calinskiHarabasz));

  /** Of one method; all but the first are large where it finds the classes. */
  static final List<Index<Grouping>> GROUPING =
      List.of(
          new Index<>("clusters", "", "clusters that were found", Grouping::clusters),
          new Index<>("noise", "", "share of samples in no cluster", Grouping::noise),
          new Index<>(
              "silhouette",
              "",
              "how much nearer a sample is to its own cluster than to the next one, −1 to 1",
              Grouping::silhouette),
          new Index<>(
              "nmi",
              "",
              "normalised mutual information of clusters and classes, 0 to 1; rises with the number"
                  + " of clusters",
              Grouping::information),
          new Index<>(
              "ami",
              "",
              "the same adjusted for chance: 0 for what chance makes, 1 for the classes",
              Grouping::adjustedInformation),
          new Index<>(
              "ari",
              "",
              "adjusted Rand index: share of pairs of samples on which clusters and classes agree,"
                  + " adjusted for chance",
              Grouping::adjustedRand),
          new Index<>(
              "purity",
              "",
              "share of samples that are of the commonest class of their cluster; rises with the"
                  + " number of clusters",
              Grouping::purity));

  /** Of all samples. */
  static final List<Index<FreeClusters>> PAIRS =
      List.of(
          new Index<>(
              "cosine_within",
              "",
              "mean cosine between two samples of one class",
              found -> found.cosines().within()),
          new Index<>(
              "cosine_between",
              "",
              "mean cosine between samples of two classes",
              found -> found.cosines().between()),
          new Index<>(
              "subclusters",
              "",
              "clusters within a class, mean over classes",
              found -> found.within().clusters()),
          new Index<>(
              "subcluster_silhouette",
              "",
              "their silhouette, mean over classes: near 0 where a class is one piece",
              found -> found.within().silhouette()));

  /** All 0 in collapse. */
  static final List<Index<Collapse>> COLLAPSE =
      List.of(
          new Index<>(
              "nc1",
              "NC1",
              "tr (Sw Sb⁺): variability within classes, in the directions that part their means",
              Collapse::variability),
          new Index<>(
              "nc2_equinorm",
              "NC2, lengths",
              "standard deviation over mean of the distances of the means of classes to their mean",
              Collapse::equinorm),
          new Index<>(
              "nc2_equiangularity",
              "NC2, angles",
              "how far the cosines between means of classes, seen from their mean, are from −1 / (K"
                  + " − 1), mean over pairs",
              Collapse::equiangularity),
          new Index<>(
              "nc2_row_equinorm",
              "",
              "standard deviation over mean of the lengths of the rows of the last linear layer",
              Collapse::rowEquinorm),
          new Index<>(
              "nc2_row_equiangularity",
              "",
              "how far the cosines between those rows are from −1 / (K − 1), mean over pairs",
              Collapse::rowEquiangularity),
          new Index<>(
              "nc3",
              "NC3",
              "square of the distance of those rows to the means of classes, each scaled as a"
                  + " whole",
              Collapse::duality),
          new Index<>(
              "nc4",
              "NC4",
              "share of samples for which the network does not say the class of the nearest mean",
              Collapse::disagreement));

  static final List<Index<Similarity>> SIMILARITY =
      List.of(
          new Index<>(
              "cka",
              "",
              "linear centred kernel alignment, 0 to 1; too high where there are more units than"
                  + " samples",
              Similarity::plain),
          new Index<>(
              "debiased_cka",
              "",
              "the same without bias: around 0 for what has nothing in common",
              Similarity::debiased));

  private Indices() {}
}
