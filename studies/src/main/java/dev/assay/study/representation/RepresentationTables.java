package dev.assay.study.representation;

import dev.assay.study.Table;
import dev.assay.study.representation.RepresentationStudy.Layer;
import dev.assay.study.representation.RepresentationStudy.Pair;
import dev.assay.study.representation.RepresentationStudy.View;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.function.Function;

/** Findings as tables. */
final class RepresentationTables {
  private final Findings found;
  private final List<Layer> layers;
  private final List<View> views;
  private final boolean seeds;

  RepresentationTables(Findings found) {
    this.found = found;
    this.layers = found.layers();
    this.views = found.views();
    this.seeds = found.seeds() > 1;
  }

  Table sparsity() {
    Table.Builder<Layer> table = table("sparsity", "Sparsity");
    Indices.SPARSITY.forEach(index -> index.addTo(table, seeds, Layer::sparseness));
    return table
        .text(
            "status",
            "OK, or why an index has no value",
            layer -> layer.sparseness().all().status().name())
        .build();
  }

  Table clustering() {
    Table.Builder<View> table = views(views, view -> view, "clustering", "Clusters of classes");
    Indices.CLUSTERING.forEach(index -> index.addTo(table, seeds, View::clusters));
    Indices.RATIOS.forEach(index -> index.addTo(table, seeds, View::clusters));
    return table
        .text(
            "status",
            "OK, or why an index has no value or says little",
            view -> view.clusters().all().status().name())
        .build();
  }

  /** What a method found in a view. */
  private record Found(View view, Method method) implements OverSeeds<Found> {
    @Override
    public List<Found> seeds() {
      return view.seeds().stream().map(other -> new Found(other, method)).toList();
    }
  }

  Table free() {
    List<Found> rows =
        views.stream()
            .flatMap(view -> Method.ALL.stream().map(method -> new Found(view, method)))
            .toList();
    Table.Builder<Found> table =
        views(rows, Found::view, "free_clusters", "Clusters found without labels")
            .text("method", "how they were found", row -> row.method().name())
            .text("number", "how many are asked for", row -> row.method().number());
    Indices.GROUPING.forEach(
        index -> index.addTo(table, seeds, row -> row.view().free().map(row.method().of())));
    return table
        .text(
            "status",
            "OK, or why an index has no value or says little",
            row -> row.view().free().all().status().name())
        .build();
  }

  Table cosines() {
    Table.Builder<View> table =
        views(views, view -> view, "cosines", "Cosines of pairs, clusters within classes");
    Indices.PAIRS.forEach(index -> index.addTo(table, seeds, View::free));
    return table
        .integer(
            "divided_classes",
            "classes in which clusters were looked for: three distinct samples or more",
            view -> view.free().all().within().classes())
        .build();
  }

  Table collapse() {
    Table.Builder<Layer> table = table("collapse", "Neural collapse");
    Indices.COLLAPSE.forEach(index -> index.addTo(table, seeds, Layer::collapse));
    return table
        .text(
            "status",
            "OK, or why an index has no value; NOT_LAST: what is above is not affine",
            layer -> layer.collapse().all().status().name())
        .build();
  }

  Table similarity(String name, String title, List<Pair> rows) {
    Table.Builder<Pair> table =
        Table.of(rows, name, title)
            .note("One row for each pair of layers.")
            .text("first", "hidden cut", pair -> pair.first().layer())
            .text(
                "second", "another one, or one of the other network", pair -> pair.second().layer())
            .integer("first_units", "activations of a sample", pair -> pair.first().units())
            .integer("second_units", "activations of a sample", pair -> pair.second().units())
            .integer("samples", "samples that were looked at", pair -> found.samples().count())
            .flag(
                "wide",
                "whether one has more units than there are samples: cka is too high then",
                found::wide);
    boolean several = rows.stream().anyMatch(pair -> !pair.seeds().isEmpty());
    Indices.SIMILARITY.forEach(index -> index.addTo(table, several, Pair::similarity));
    return table
        .text(
            "status",
            "OK, or why there is no value",
            pair -> pair.similarity().all().status().name())
        .build();
  }

  private <R> Table.Builder<R> views(
      List<R> rows, Function<R, View> view, String name, String title) {
    return table(rows, name, title, row -> view.apply(row).layer(), row -> view.apply(row).shape())
        .text(
            "features",
            "what is compared: activations as they are (raw), scaled to length 1 (normalised),"
                + " means of channels (pooled)",
            row -> view.apply(row).features().toString());
  }

  private Table.Builder<Layer> table(String name, String title) {
    return table(layers, name, title, Layer::name, Layer::shape);
  }

  private <R> Table.Builder<R> table(
      List<R> rows,
      String name,
      String title,
      Function<R, String> layer,
      Function<R, Shape> shape) {
    return Table.of(rows, name, title)
        .note("A difference that is smaller than the spread is one that" + " chance makes.")
        .text("layer", "hidden cut: the layer whose outputs these are", layer)
        .text("shape", "channels × height × width, or units", row -> shape.apply(row).toString())
        .integer("units", "numbers for each sample", row -> shape.apply(row).intSize())
        .integer("samples", "samples that were looked at", row -> found.samples().count());
  }
}
