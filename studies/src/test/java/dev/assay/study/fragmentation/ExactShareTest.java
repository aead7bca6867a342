package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.geometry.SegmentClasses;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.study.Progress;
import dev.assay.study.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExactShareTest {
  private static final int POINTS = 5;

  private Backend backend;
  private Network network;
  private Dataset data;
  private Tuples pairs;

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 2);
    network = Networks.random(backend, 4, 3, 20, 20, 3);
    data = Networks.data(Networks.gaussian(Streams.key(1, "data"), 180, 3), 3, 3, new int[60]);
    pairs = Tuples.draw(data.labels(), IntStream.range(0, 60).toArray(), true, 2, 9, 7);
  }

  @AfterEach
  void close() {
    network.close();
    backend.close();
  }

  private List<SegmentClasses> all(LineMethod method) {
    return LineFragmentation.of(
        Cut.of(network, 0), data, pairs, method, POINTS, Double.POSITIVE_INFINITY, done -> {});
  }

  private ExactShare share(double seconds) {
    return ExactShare.of(
            Space.input(),
            Cut.of(network, 0),
            data,
            pairs,
            all(LineMethod.SAMPLED),
            new FragmentationConfig(
                List.of(Space.input()),
                PairPolicy.ANY,
                false,
                pairs.count(),
                LineMethod.AUTO,
                POINTS,
                0,
                2,
                0,
                seconds),
            Progress.NONE)
        .orElseThrow();
  }

  @Test
  void theFirstSegmentsAreFollowedAndSaidBesideTheirPoints() {
    List<SegmentClasses> exact = all(LineMethod.EXACT).subList(0, 4);
    int changes = exact.stream().mapToInt(SegmentClasses::changes).sum();
    int seen =
        exact.stream().mapToInt(s -> LineFragmentation.seenBy(s.at(), s.classes(), POINTS)).sum();
    assertThat(seen).isBetween(1, changes - 1);

    ExactShare share = share(Double.POSITIVE_INFINITY);

    assertThat(share.words(POINTS))
        .isEqualTo(
            "Of these, 4 were also followed piece by piece, 4 to the end, together on 100 % of their"
                + " length. There the class changes "
                + changes
                + " times; 5 points of each see "
                + seen
                + " of these changes.");
    List<List<Object>> rows = ExactShare.table(List.of(share), pairs).rows();
    assertThat(rows).hasSize(4);
    for (int s = 0; s < 4; s++) {
      assertThat(rows.get(s))
          .startsWith("input", (long) pairs.tuples()[s][0], (long) pairs.tuples()[s][1], 1.0)
          .endsWith(exact.get(s).pieces())
          .contains((long) exact.get(s).changes());
    }
  }

  @Test
  void whereWorkIsEndedOnlyWhatWasFollowedIsCompared() {
    List<SegmentClasses> exact = all(LineMethod.EXACT);
    List<SegmentClasses> sampled = all(LineMethod.SAMPLED);
    List<Double> known = new ArrayList<>();

    ExactShare share = share(1.2e-5);

    List<List<Object>> rows = ExactShare.table(List.of(share), pairs).rows();
    for (int s = 0; s < 4; s++) {
      double to = (Double) rows.get(s).get(3);
      known.add(to);
      assertThat(rows.get(s).get(4)).isEqualTo(before(exact.get(s), to));
      assertThat(rows.get(s).get(5)).isEqualTo(before(sampled.get(s), to));
    }
    assertThat(known).anyMatch(to -> to > 0 && to < 1);
  }

  private static long before(SegmentClasses segment, double to) {
    return DoubleStream.of(segment.at()).filter(at -> at <= to).count();
  }
}
