package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.List;

/** Which samples of a data set are measured. */
public sealed interface Selection {

  /** Their numbers, ascending. */
  int[] of(Dataset data);

  /** These, by number. */
  record Listed(List<Integer> samples) implements Selection {
    public Listed {
      samples = List.copyOf(samples);
    }

    public static Listed of(int... samples) {
      return new Listed(Arrays.stream(samples).boxed().toList());
    }

    @Override
    public int[] of(Dataset data) {
      return samples.stream().mapToInt(i -> i).toArray();
    }
  }

  /** So many, drawn at random; all where there are fewer. */
  record Drawn(int count, long seed) implements Selection {
    @Override
    public int[] of(Dataset data) {
      int[] drawn = Arrays.copyOf(order(data, seed), Math.min(count, data.count()));
      Arrays.sort(drawn);
      return drawn;
    }

    /** The samples of a data set in the order in which they are drawn. */
    public static int[] order(Dataset data, long seed) {
      return Streams.permutation(Streams.key(seed, "measured samples"), data.count());
    }
  }
}
