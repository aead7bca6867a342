package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Where the nodes of a tree stand: children as close as their subtrees allow, parents above the
 * middle of their children (Reingold and Tilford 1981, with boxes of any width). What is written in
 * nodes is turned by levels, the lowest first, until the tree is as narrow as it must be; if that
 * is not enough, the lowest levels are left out.
 */
final class TreeLayout {
  /** Of text. */
  static final double SIZE = 11;

  /** Of turned text where there are many boxes. */
  private static final double SMALL = 9;

  private static final int MOST_LEVELS = 12;
  static final double PADDING = 7;

  /** Side of a picture. */
  static final double PICTURE = 56;

  /** Height of a bar of classes. */
  static final double MIX = 7;

  private static final double LINE = 14;
  private static final double LONGEST = 150;

  /** A node in its place; x is the middle of its box. */
  static final class Place {
    final Plot.Node node;
    final String label;
    final int level;
    final boolean turned;
    final double size;
    final List<String> lines;
    final double wide;
    final double high;
    final List<Place> children = new ArrayList<>();
    double x;

    private Place(Plot.Node node, String label, int level, Form form) {
      this.node = node;
      this.label = label;
      this.level = level;
      this.turned = level >= form.upright;
      this.size = turned ? form.size : SIZE;
      String joined = String.join(", ", node.text());
      String whole = label.isBlank() ? joined : label + ": " + joined;
      double longest = Math.min(LONGEST, form.room);
      List<String> full = turned ? List.of(whole) : node.text();
      this.lines = full.stream().map(line -> Typeface.fit(line, size, longest)).toList();
      double text = widest(lines, size) + 2 * PADDING;
      double least = pictured() ? PICTURE + 2 * PADDING : 2 * (6 + widest(List.of(label), SIZE));
      this.wide = turned ? size + 2.5 : Math.max(text, least);
      double more = (pictured() ? PICTURE + 4 : 0) + (mixed() ? MIX + 3 : 0);
      this.high = turned ? text : Math.max(1, lines.size()) * LINE + 8 + more;
    }

    /** Whether its picture is shown. */
    boolean pictured() {
      return !turned && node.picture() != null;
    }

    /** Whether its bar of classes is shown. */
    boolean mixed() {
      return !turned && !node.mix().isEmpty();
    }

    /** Whether nodes below it are left out. */
    boolean cut() {
      return children.size() < node.branches().size();
    }
  }

  /** The tree, its left end at 0. */
  final Place root;

  final double width;
  final int levels;

  private TreeLayout(Place root, double width, int levels) {
    this.root = root;
    this.width = width;
    this.levels = levels;
  }

  /**
   * How nodes are written.
   *
   * @param levels levels that are shown
   * @param upright levels whose text is not turned
   * @param size of turned text
   * @param room for a line
   */
  private record Form(int levels, int upright, double size, double room) {}

  /**
   * @param most levels
   */
  static TreeLayout of(Plot.Node root, int most, double room) {
    int deepest = Math.min(Math.min(MOST_LEVELS, most), depth(root));
    for (int levels = deepest; levels > 1; levels--) {
      for (double size : new double[] {SIZE, SMALL}) {
        for (int turned = 0; turned < levels; turned++) {
          TreeLayout layout = of(root, new Form(levels, levels - turned, size, room));
          if (layout.width <= room) {
            return layout;
          }
        }
      }
    }
    return of(root, new Form(1, 1, SIZE, room - 2 * PADDING));
  }

  private static TreeLayout of(Plot.Node root, Form form) {
    Place place = place(new Plot.Branch("", root), 0, form);
    Contour contour = arrange(place);
    double left = Collections.min(contour.left);
    shift(place, -left);
    return new TreeLayout(place, Collections.max(contour.right) - left, form.levels);
  }

  private static Place place(Plot.Branch branch, int level, Form form) {
    Place place = new Place(branch.to(), branch.label(), level, form);
    if (level + 1 < form.levels) {
      for (Plot.Branch below : branch.to().branches()) {
        place.children.add(place(below, level + 1, form));
      }
    }
    return place;
  }

  /** Ends of a subtree on each of its levels. */
  private record Contour(List<Double> left, List<Double> right) {}

  /** Places the children of a node, which is at 0. */
  private static Contour arrange(Place place) {
    Contour all = new Contour(new ArrayList<>(), new ArrayList<>());
    for (Place child : place.children) {
      Contour one = arrange(child);
      double by = all.left.isEmpty() ? 0 : Double.NEGATIVE_INFINITY;
      double gap = child.turned ? 0.1 * child.size : 10;
      for (int i = 0; i < Math.min(all.right.size(), one.left.size()); i++) {
        by = Math.max(by, all.right.get(i) + gap - one.left.get(i));
      }
      shift(child, by);
      for (int i = 0; i < one.left.size(); i++) {
        if (i == all.left.size()) {
          all.left.add(one.left.get(i) + by);
          all.right.add(one.right.get(i) + by);
        } else {
          all.right.set(i, one.right.get(i) + by);
        }
      }
    }
    if (!place.children.isEmpty()) {
      double middle =
          (place.children.get(0).x + place.children.get(place.children.size() - 1).x) / 2;
      place.children.forEach(child -> shift(child, -middle));
      all.left.replaceAll(x -> x - middle);
      all.right.replaceAll(x -> x - middle);
    }
    all.left.add(0, -place.wide / 2);
    all.right.add(0, place.wide / 2);
    return all;
  }

  private static void shift(Place place, double by) {
    place.x += by;
    place.children.forEach(child -> shift(child, by));
  }

  /** Height of the boxes of each level. */
  double[] heights() {
    double[] heights = new double[levels];
    for (Place place : places()) {
      heights[place.level] = Math.max(heights[place.level], place.high);
    }
    return heights;
  }

  /** Parents before their children. */
  List<Place> places() {
    List<Place> all = new ArrayList<>();
    Deque<Place> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      Place place = next.pop();
      all.add(place);
      next.addAll(place.children);
    }
    return all;
  }

  /** Nodes of a tree, of any depth. */
  static int count(Plot.Node root) {
    int count = 0;
    for (List<Plot.Node> level = List.of(root); !level.isEmpty(); level = below(level)) {
      count += level.size();
    }
    return count;
  }

  private static int depth(Plot.Node root) {
    int depth = 0;
    for (List<Plot.Node> level = List.of(root); !level.isEmpty(); level = below(level)) {
      depth++;
    }
    return depth;
  }

  private static List<Plot.Node> below(List<Plot.Node> level) {
    return level.stream().flatMap(Plot.Node::below).toList();
  }

  private static double widest(List<String> texts, double size) {
    return texts.stream().mapToDouble(t -> Typeface.width(t, size, false)).max().orElse(0);
  }
}
