package dev.assay.backend;

import java.util.function.Consumer;

/**
 * One call of one operation as data: the body takes its tensors from a {@link Fixture}, so the same
 * body runs on any backend and on any selection of its samples.
 *
 * @param operation the method of {@link Backend} under test
 * @param detail shapes and options, for people
 * @param samples samples of the full batch
 * @param positional whether the operation is told which samples it gets, as consecutive numbers
 */
record OperationCase(
    String operation, String detail, int samples, boolean positional, Consumer<Fixture> body) {

  OperationCase(String operation, String detail, int samples, Consumer<Fixture> body) {
    this(operation, detail, samples, false, body);
  }

  String name() {
    return operation + " " + detail + ", batch " + samples;
  }

  /** Runs the whole batch. */
  Fixture run(Backend backend) {
    int[] all = new int[samples];
    for (int n = 0; n < samples; n++) {
      all[n] = n;
    }
    return run(backend, all);
  }

  /** Runs some of the samples; the fixture holds the results and no memory. */
  Fixture run(Backend backend, int... selection) {
    try (Fixture fixture = new Fixture(backend, name(), selection)) {
      body.accept(fixture);
      fixture.collect();
      return fixture;
    }
  }
}
