package dev.assay.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TorchLibrariesTest {

  @Test
  void anotherLibtorchIsFoundAmongMappings() {
    List<String> mapped =
        List.of(
            "7f0000000000-7f0000001000 r-xp 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6",
            "7f0000000000-7f0000001000 r-xp 00000000 08:01 1 /home/a/.javacpp/cache/pytorch-2.10.0-1.5.13-linux-x86_64.jar/org/bytedeco/pytorch/linux-x86_64/libtorch_cpu.so",
            "7f0000000000-7f0000001000 r--p 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0",
            "7f0000000000-7f0000001000 r-xp 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0",
            "7f0000000000-7f0000001000 r-xp 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libc10.so",
            "7f0000000000-7f0000001000 rw-p 00000000 00:00 0");
    assertThat(TorchLibraries.foreign(mapped))
        .containsExactly(
            "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0",
            "/usr/lib/x86_64-linux-gnu/libc10.so");
  }
}
