package dev.assay.nn;

/** What an operation leaves for the one that reads it; told from others by identity. */
final class Value {
  /** Null where it leaves the program. */
  Operation reader;

  /** Whether a {@link Tap} looks at it, so that it has to be there. */
  boolean seen;
}
