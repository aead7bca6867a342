package dev.assay.paper.fragmentation;

import dev.assay.geometry.ExactPlanes.Seen;
import dev.assay.io.Text;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.Training;
import dev.assay.study.fragmentation.FragmentationFigures.Panel;
import dev.assay.study.fragmentation.FragmentationStudy;
import dev.assay.study.fragmentation.PlaneClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decision regions of some networks of {@link Experiment}. */
final class Planes {
  private final Laboratory laboratory;
  private final Size scale;
  private final Networks networks;

  Planes(Laboratory laboratory, Size scale, Networks networks) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.networks = networks;
  }

  /** Planes through three samples: three networks of growing width, and a hidden cut. */
  List<Panel> of(Draw draw) {
    List<Panel> pictures = new ArrayList<>();
    List<Integer> widths = scale.widths();
    int[] shown = IntStream.of(0, (widths.size() - 1) / 2, widths.size() - 1).distinct().toArray();
    Laboratory.Stage stage =
        laboratory.stage("planes", (shown.length + 1) * draw.triplets().count());
    for (int t = 0; t < draw.triplets().count(); t++) {
      int[] triplet = draw.triplets().tuples()[t];
      for (int w : shown) {
        int width = widths.get(w);
        Regions found = regions(stage, networks.one(draw, true, width), 0, draw, triplet);
        pictures.add(
            found.picture(
                Text.format("width %d, input space, samples %d", width, t + 1), draw, triplet));
      }
      pictures.add(
          regions(stage, networks.deep(draw), 3, draw, triplet)
              .picture(
                  Text.format(
                      "%d hidden layers, after the first, samples %d", scale.deepDepth(), t + 1),
                  draw,
                  triplet));
    }
    return pictures;
  }

  /**
   * What is kept of a plane.
   *
   * @param exact null where the grid has no answer
   */
  record Regions(PlaneClasses grid, Seen exact) {
    Panel picture(String name, Draw draw, int[] triplet) {
      return new Panel(name, grid, Optional.ofNullable(exact), draw.noisy(), triplet);
    }
  }

  private static Regions regions(
      Laboratory.Stage stage, Training network, int cut, Draw draw, int[] triplet) {
    int resolution = 120;
    return stage.measure(
        Map.of("what", "regions", "cut", cut, "triplet", triplet, "resolution", resolution),
        network,
        0,
        Regions.class,
        open -> {
          PlaneClasses grid =
              FragmentationStudy.plane(open, cut, draw.noisy(), triplet, resolution);
          return new Regions(
              grid,
              FragmentationStudy.regions(open, cut, draw.noisy(), triplet, grid).orElse(null));
        });
  }
}
