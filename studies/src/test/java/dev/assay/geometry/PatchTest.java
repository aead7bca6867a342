package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.geometry.Patch.Joiner;
import dev.assay.geometry.PlaneRegions.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatchTest {

  private static Patch whole(int winner, double s, double t) {
    return Patch.whole(winner, s, t, 0.5, true);
  }

  private static PlaneRegions join(Patch a, Patch b, Patch c, Patch d) {
    return Patch.join(a, b, c, d).regions(true, 0, 0);
  }

  private static void isExactly(long expected, PlaneRegions found) {
    assertThat(found.least()).isEqualTo(expected);
    assertThat(found.most()).isEqualTo(expected);
    assertThat(found.status()).isEqualTo(Status.EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 1",
    "0, 1, 0, 1, 2",
    "0, 0, 1, 1, 2",
    "0, 1, 1, 0, 4",
    "0, 1, 1, 1, 2",
    "0, 0, 1, 0, 2",
    "0, 1, 2, 3, 4"
  })
  void sidesJoinAndCornersDoNot(int a, int b, int c, int d, long expected) {
    isExactly(
        expected, join(whole(a, 0, 0), whole(b, 0.5, 0), whole(c, 0, 0.5), whole(d, 0.5, 0.5)));
  }

  /** A square of class 0 with a cell of class 1 that reaches up to some height of one side. */
  private static Patch notched(double s, int side, double from, double to) {
    Joiner joiner = new Joiner();
    int around = joiner.cell(0, 0.2, s, s + 0.5, 0, 0.5, true);
    int notch = joiner.cell(1, 0.05, s, s + 0.5, from, to, false);
    joiner.border(side, 0, from, around);
    joiner.border(side, to, 0.5, around);
    joiner.border(side, from, to, notch);
    for (int other = 0; other < Patch.SIDES; other++) {
      if (other != side) {
        double start = other == 0 || other == 2 ? s : 0;
        joiner.border(other, start, start + 0.5, around);
      }
    }
    return joiner.end();
  }

  private static PlaneRegions notches(double overlap) {
    return join(
        notched(0, 1, 0.1, 0.2 + overlap),
        notched(0.5, 3, 0.2, 0.4),
        whole(2, 0, 0.5),
        whole(2, 0.5, 0.5));
  }

  /** Both notches, what surrounds them below and above, and what lies on top. */
  @Test
  void passagesOfTheWidthOfRoundingLeaveItOpen() {
    isExactly(3, notches(1e-3));
    isExactly(3, notches(2e-9));
    isExactly(4, notches(0));
    isExactly(4, notches(-1e-3));
    isExactly(4, notches(5e-12));
    PlaneRegions close = notches(2e-10);
    assertThat(close.status()).isEqualTo(Status.CLOSE);
    assertThat(close.least()).isEqualTo(3);
    assertThat(close.most()).isEqualTo(4);
    assertThat(close.unseen()).isEqualTo(1);
    assertThat(notches(0).unseen()).isEqualTo(2);
  }

  /** Whether a narrow passage joins two parts does not matter if another one does. */
  @Test
  void narrowPassagesDoNotMatterWhereThereIsAnother() {
    Joiner joiner = new Joiner();
    int left = joiner.cell(0, 0.1, 0, 0.25, 0, 0.5, true);
    int right = joiner.cell(0, 0.1, 0.25, 0.5, 0, 0.5, true);
    Patch.Along one = new Patch.Along();
    Patch.Along other = new Patch.Along();
    one.add(0, 0.1, left);
    other.add(0.1 - 3e-10, 0.2, right);
    joiner.connect(one, other);
    joiner.border(2, 0, 0.25, left);
    joiner.border(2, 0.25, 0.5, right);
    Patch open = joiner.end();
    assertThat(open.regions(true, 0, 0).status()).isEqualTo(Status.CLOSE);
    isExactly(1, join(open, whole(0, 0.5, 0), whole(0, 0, 0.5), whole(0, 0.5, 0.5)));
    isExactly(2, join(open, whole(1, 0.5, 0), whole(0, 0, 0.5), whole(1, 0.5, 0.5)));
    PlaneRegions close = join(open, whole(1, 0.5, 0), whole(1, 0, 0.5), whole(1, 0.5, 0.5));
    assertThat(close.least()).isEqualTo(2);
    assertThat(close.most()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"1e-3, 2, 2", "2e-9, 2, 2", "3e-10, 1, 2", "5e-12, 1, 1"})
  void whatIsThinnerThanRoundingDoesNotCount(double width, long least, long most) {
    Joiner joiner = new Joiner();
    joiner.cell(0, 1 - width, 0, 1, 0, 1, true);
    joiner.cell(1, width, 0.5, 0.5 + width, 0, 1, false);
    PlaneRegions found = joiner.end().regions(true, 0, 0);
    assertThat(found.least()).isEqualTo(least);
    assertThat(found.most()).isEqualTo(most);
  }

  /** Whatever may win there may lead from one side to the other, and is not counted. */
  @Test
  void unknownSquaresConnectWhatMayWinThere() {
    Patch unknown = Patch.unknown(List.of(0, 5), 0.5, 0, 0.5);
    PlaneRegions found =
        Patch.join(whole(0, 0, 0), unknown, whole(1, 0, 0.5), whole(0, 0.5, 0.5))
            .regions(false, 1, 2);
    assertThat(found)
        .isEqualTo(new PlaneRegions(2, -1, 0, 0.75, 3, 1, 2, PlaneRegions.Status.LIMIT));
    Patch other = Patch.unknown(List.of(1, 5), 0.5, 0, 0.5);
    assertThat(
            Patch.join(whole(0, 0, 0), other, whole(1, 0, 0.5), whole(0, 0.5, 0.5))
                .regions(false, 0, 0)
                .least())
        .isEqualTo(3);
  }
}
