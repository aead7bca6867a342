package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.measure.PlaneRegions;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.reproduction.NetworkKind;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.study.fragmentation.FragmentationFigures.DrawnPlane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decision regions of some networks of {@link Experiment}. */
final class Planes {
  private static final int RESOLUTION = 120;

  private final Size scale;
  private final NetworkKind kind;
  private final Networks networks;

  Planes(Size scale, NetworkKind kind, Networks networks) {
    this.scale = scale;
    this.kind = kind;
    this.networks = networks;
  }

  /** Planes through three samples: three networks of growing size, and a hidden cut. */
  Planned<List<DrawnPlane>> of(Draw draw) {
    List<Planned<DrawnPlane>> pictures = new ArrayList<>();
    List<Integer> widths = scale.widths();
    int[] shown = IntStream.of(0, (widths.size() - 1) / 2, widths.size() - 1).distinct().toArray();
    for (int t = 0; t < draw.triplets().count(); t++) {
      int[] triplet = draw.triplets().tuples()[t];
      for (int w : shown) {
        int width = widths.get(w);
        pictures.add(
            picture(
                Text.format("%s, input space, plane %d", kind.sized(width), t + 1),
                networks.one(draw, true, width).atEnd(),
                0,
                draw,
                triplet));
      }
      pictures.add(
          picture(
              Text.format(
                  "%d %s, after the first, plane %d", scale.deepDepth(), kind.layers(), t + 1),
              networks.deep(draw).atEnd(),
              kind.cut(1),
              draw,
              triplet));
    }
    return Planned.all(pictures);
  }

  private static Planned<DrawnPlane> picture(
      String name, NetworkSource network, int cut, Draw draw, int[] triplet) {
    List<Integer> corners = Arrays.stream(triplet).boxed().toList();
    return Planned.of(
            MeasureSpec.of(
                new PlaneRegions(draw.noisy().provenance(), cut, corners, RESOLUTION), network))
        .map(
            found ->
                new DrawnPlane(
                    name, found.grid(), Optional.ofNullable(found.exact()), draw.noisy(), triplet));
  }
}
