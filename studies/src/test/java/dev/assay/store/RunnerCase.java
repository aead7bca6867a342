package dev.assay.store;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runners on stores of their own. */
abstract class RunnerCase {
  @TempDir Path folder;
  Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 1);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  Runner runner(String store) {
    return runner(store, backend);
  }

  Runner runner(String store, Backend on) {
    return new Runner(Store.at(folder.resolve(store), "test"), Probe.bench(on));
  }
}
