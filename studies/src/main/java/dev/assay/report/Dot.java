package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Plot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** All of a tree in the language of Graphviz; nodes are numbered in preorder. */
final class Dot {
  private Dot() {}

  /** A node, and from where a branch leads to it. */
  private record Place(Plot.Branch branch, int above) {}

  static String file(Plot.Tree tree) {
    StringBuilder out = new StringBuilder("digraph tree {\n  node [shape=box, style=filled];\n");
    Deque<Place> next = new ArrayDeque<>();
    if (tree.root() != null) {
      next.push(new Place(new Plot.Branch("", tree.root()), -1));
    }
    for (int number = 0; !next.isEmpty(); number++) {
      Place place = next.pop();
      Plot.Node node = place.branch().to();
      // a fifth of the colour's weight, as in drawings
      String fill = node.colour() < 0 ? "#ffffff" : Ink.category(node.colour()).hex() + "33";
      out.append(
          Text.format(
              "  n%d [label=\"%s\", fillcolor=\"%s\"];\n",
              number, escaped(String.join("\n", node.text())), fill));
      if (place.above() >= 0) {
        out.append(
            Text.format(
                "  n%d -> n%d [label=\"%s\"];\n",
                place.above(), number, escaped(place.branch().label())));
      }
      List<Plot.Branch> branches = node.branches();
      for (int i = branches.size() - 1; i >= 0; i--) {
        next.push(new Place(branches.get(i), number));
      }
    }
    return out.append("}\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", "\\\\n");
  }
}
