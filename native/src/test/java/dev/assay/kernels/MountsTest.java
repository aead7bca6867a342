package dev.assay.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
  private static final Mounts MOUNTS =
      new Mounts(
          List.of(
              "22 1 0:5 / / rw,relatime shared:1 - ext4 /dev/sda rw",
              "23 22 0:6 / /data rw,nosuid,noexec,relatime shared:2 - xfs /dev/sdb rw",
              "24 23 0:7 / /data/programs rw - xfs /dev/sdc rw,noexec",
              "25 22 0:8 /sub /with\\040blank\\134and\\011more rw,noexec - tmpfs tmpfs rw",
              "26 22 0:9 / /twice rw,noexec - tmpfs tmpfs rw",
              "27 26 0:9 / /twice rw - tmpfs tmpfs rw",
              "28 22 0:9 / /m\u00c3\u00bcll rw,noexec - tmpfs tmpfs rw",
              "nonsense",
              ""));

  private static String forbidding(String folder) {
    return MOUNTS.forbidding(Path.of(folder));
  }

  @Test
  void theInnermostMountDecides() {
    assertThat(forbidding("/home/me")).isNull();
    assertThat(forbidding("/data")).isEqualTo("/data");
    assertThat(forbidding("/data/x/y")).isEqualTo("/data");
    assertThat(forbidding("/data/programs/x")).as("its file system's options are not it").isNull();
  }

  @Test
  void namesAreWhole() {
    assertThat(forbidding("/database")).isNull();
    assertThat(forbidding("/data/program")).isEqualTo("/data");
  }

  @Test
  void theLastMountAtAPlaceIsSeen() {
    assertThat(forbidding("/twice/x")).isNull();
  }

  @Test
  void namesAreUnescapedAndInAnyEncoding() {
    assertThat(forbidding("/with blank\\and\tmore/x")).isEqualTo("/with blank\\and\tmore");
    assertThat(forbidding("/müll/x")).isNotNull();
  }

  @Test
  void readsThoseOfThisMachine() {
    assertThat(Mounts.here().forbidding(Path.of("/proc/self"))).isIn("/proc", null);
  }
}
