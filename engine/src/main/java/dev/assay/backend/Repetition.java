package dev.assay.backend;

/**
 * Work that is done again and again on the same tensors, such as a training step of one batch size.
 * A device may write the operations down and ask for all of them at once the next time. The results
 * are those of the operations as they are called each time, whatever changed in between: values of
 * tensors, or arguments.
 */
public interface Repetition extends AutoCloseable {

  /** Does the work as it is called: nothing is gained and nothing kept. */
  Repetition PLAIN =
      new Repetition() {
        @Override
        public void run(Workers.Task work, int index, int worker) {
          work.run(index, worker);
        }

        @Override
        public void close() {}
      };

  /** Runs {@code work.run(index, worker)}, which may read and write tensors, too. */
  void run(Workers.Task work, int index, int worker);

  /** Forgets what was written down; to be called before the tensors are freed. */
  @Override
  void close();
}
