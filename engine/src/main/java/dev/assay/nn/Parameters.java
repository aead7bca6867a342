package dev.assay.nn;

import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a network: every trained tensor lies in one flat tensor, in the order of the
 * layers, so that an optimiser sees one vector; the running statistics of BatchNorm lie in another.
 */
public final class Parameters {

  /**
   * One tensor, a view on the flat ones.
   *
   * @param name in files: the owner's and the specification's
   * @param owner the place of its layer, for example {@code layers.3}
   */
  public record Entry(String name, String owner, ParameterSpec spec, long offset, Tensor tensor) {}

  /** A parameter's name in files and its description. */
  public record Named(String name, ParameterSpec spec) {

    /** The name without that within the layer, which may be one of a branch. */
    String owner() {
      return name.substring(0, name.lastIndexOf('.'));
    }
  }

  private final List<Entry> entries;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Tensor trained;
  private final Tensor running;
  private int version;

  Parameters(Architecture architecture, Workspace workspace) {
    Layout layout = Layout.of(architecture);
    trained = workspace.tensor(Shape.vector(Math.toIntExact(layout.trained)));
    running = workspace.tensor(Shape.vector(Math.toIntExact(layout.running)));
    List<Entry> views = new ArrayList<>();
    for (Slot slot : layout.slots) {
      ParameterSpec spec = slot.named.spec;
      Tensor flat = spec.role().trained() ? trained : running;
      views.add(
          new Entry(
              slot.named.name,
              slot.named.owner(),
              spec,
              slot.offset,
              flat.part(slot.offset, spec.shape())));
    }
    entries = List.copyOf(views);
    entries.forEach(entry -> tensors.put(entry.name, entry.tensor));
  }

  private record Slot(Named named, long offset) {}

  /** Where each tensor lies in its flat one, and how many floats the two have. */
  private record Layout(List<Slot> slots, long trained, long running) {

    static Layout of(Architecture architecture) {
      long[] sizes = {0, 0};
      List<Slot> slots = new ArrayList<>();
      String owner = "";
      for (int layer = 0; layer < architecture.depth(); layer++) {
        for (Named named : named(architecture, layer)) {
          if (!named.owner().equals(owner)) {
            align(sizes);
            owner = named.owner();
          }
          int flat = named.spec.role().trained() ? 0 : 1;
          slots.add(new Slot(named, sizes[flat]));
          sizes[flat] += named.spec.shape().size();
        }
      }
      align(sizes);
      return new Layout(
          slots, Math.max(sizes[0], Workspace.ALIGNMENT), Math.max(sizes[1], Workspace.ALIGNMENT));
    }

    /** Layers start aligned; the tensors of one layer follow each other without a gap. */
    private static void align(long[] sizes) {
      sizes[0] = Workspace.align(sizes[0]);
      sizes[1] = Workspace.align(sizes[1]);
    }
  }

  /** Length of {@link #trained()} for an architecture: what optimisers have state for. */
  public static long trainedSize(Architecture architecture) {
    return Layout.of(architecture).trained;
  }

  /** The parameters of one layer of an architecture, in their order. */
  public static List<Named> named(Architecture architecture, int layer) {
    return architecture.layers().get(layer).parameters(architecture.shape(layer)).stream()
        .map(spec -> new Named(Text.format("layers.%d.%s", layer, spec.name()), spec))
        .toList();
  }

  /** All tensors in the order of the layers. */
  public List<Entry> entries() {
    return entries;
  }

  /** The trained parameters as one vector; entries are views on it. */
  public Tensor trained() {
    return trained;
  }

  /**
   * A tensor of a layer, or null if the layer has none of that name.
   *
   * @param owner see {@link Entry#owner}
   */
  Tensor find(String owner, String name) {
    return tensors.get(owner + "." + name);
  }

  /** Changes whenever values may have changed, so that plans know when to pack weights anew. */
  int version() {
    return version;
  }

  /** To be called after writing to any of the tensors. */
  public void changed() {
    version++;
  }

  /** Sets every parameter to its start, drawn from the seed alone. */
  void initialize(long seed) {
    long key = Streams.key(seed, "initialize");
    for (int index = 0; index < entries.size(); index++) {
      Entry entry = entries.get(index);
      float[] values = new float[entry.spec.shape().intSize()];
      long stream = Streams.key(key, index);
      double deviation = Math.sqrt(2.0 / entry.spec.fanIn());
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (entry.spec.role()) {
              case WEIGHT -> (float) (deviation * Streams.normal(stream, i));
              case SHIFT, RUNNING_MEAN -> 0;
              case SCALE, RUNNING_VARIANCE -> 1;
            };
      }
      entry.tensor.write(values);
    }
    changed();
  }

  /** A copy of all values by name. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    entries.forEach(entry -> values.put(entry.name, entry.tensor.toArray()));
    return values;
  }

  /**
   * Sets all values by name.
   *
   * @throws IllegalArgumentException if a name is missing or too many, or a length differs
   */
  public void set(Map<String, float[]> values) {
    for (Entry entry : entries) {
      float[] value = values.get(entry.name);
      if (value == null || value.length != entry.tensor.size()) {
        throw new IllegalArgumentException(
            Text.format(
                "parameter %s (%s) %s",
                entry.name,
                entry.spec.shape(),
                value == null ? "is missing" : "has " + value.length + " values"));
      }
    }
    if (values.size() != entries.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "%d parameters given, the architecture has %d", values.size(), entries.size()));
    }
    entries.forEach(entry -> entry.tensor.write(values.get(entry.name)));
    changed();
  }
}
