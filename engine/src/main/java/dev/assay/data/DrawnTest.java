package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The splits of data that come in one piece: a fifth, drawn at random, is the test split, the rest
 * is for training. Both are in random order, as such data often are sorted by class.
 */
final class DrawnTest {
  private static final int PART = 5;
  private static final long SEED = 0;

  private DrawnTest() {}

  static Dataset of(Dataset all) {
    int[] order = order(all);
    return part(all, Arrays.copyOf(order, all.count() / PART), "test");
  }

  static Dataset without(Dataset all) {
    int[] order = order(all);
    return part(all, Arrays.copyOfRange(order, all.count() / PART, all.count()), "train");
  }

  private static int[] order(Dataset all) {
    if (all.count() < PART) {
      throw new BadInputException(
          all.provenance().source()
              + ": "
              + all.count()
              + " samples are too few to keep a fifth of them for testing");
    }
    return Streams.permutation(Streams.key(SEED, "test split"), all.count());
  }

  private static Dataset part(Dataset all, int[] indices, String split) {
    Map<String, String> origin = new LinkedHashMap<>(all.provenance().origin());
    origin.put("test split", "a fifth, drawn with seed " + SEED);
    Provenance whole = all.provenance();
    return all.gather(indices, new Provenance(whole.source(), split, origin, whole.steps()));
  }
}
