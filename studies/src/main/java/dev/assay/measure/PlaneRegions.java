package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.geometry.ExactPlanes.Seen;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.fragmentation.PlaneClasses;
import dev.assay.study.fragmentation.PlaneFragmentation;
import java.util.List;

/**
 * The decision regions in the plane through three samples, or through their activations at a cut.
 *
 * @param cut of the network; 0 for input space
 * @param resolution points of the grid along each axis
 */
public record PlaneRegions(Provenance data, int cut, List<Integer> triplet, int resolution)
    implements NetworkMeasure<PlaneRegions.Regions> {

  public PlaneRegions {
    triplet = List.copyOf(triplet);
  }

  /**
   * A plane.
   *
   * @param grid the classes on its grid
   * @param exact null where the grid has no answer
   */
  public record Regions(PlaneClasses grid, Seen exact) {}

  @Override
  public Class<Regions> result() {
    return Regions.class;
  }

  @Override
  public Regions of(Network network, Bench bench) {
    PlaneFragmentation planes = new PlaneFragmentation(Cut.of(network, cut), bench.data(data));
    int[] corners = triplet.stream().mapToInt(i -> i).toArray();
    PlaneClasses grid = planes.plane(corners, resolution);
    return new Regions(grid, planes.regions(corners, grid).orElse(null));
  }
}
