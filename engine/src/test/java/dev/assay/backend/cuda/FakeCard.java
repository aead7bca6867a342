package dev.assay.backend.cuda;

import dev.assay.backend.TestBackends;

/** What tests can ask of the fake card ({@code fake_card.cpp}) that a card does not answer. */
final class FakeCard {
  static final String NAME = "a fake card";

  static {
    String library = System.getProperty(TestBackends.FAKE_CARD);
    if (library != null) {
      System.load(library);
    }
  }

  private FakeCard() {}

  /** Whether this process runs on it. */
  static boolean isHere() {
    return System.getProperty(TestBackends.FAKE_CARD) != null && Cuda.status().ok();
  }

  /** Lets the n-th call from now on fail, of those that can; 0 for none. */
  static native void failAt(int call);

  /** Whether that call has come. */
  static native boolean hasFailed();

  /** What was made and not freed: memory, streams, events, handles, descriptors, code. */
  static native int objects();

  /** How often NVRTC has compiled. */
  static native int compiled();

  /** Lets the driver refuse the next code that it is given. */
  static native void refuseCodeOnce();

  /** Lets the card answer requests for memory with the failure of work before, until repaired. */
  static native void breakDown(boolean broken);

  /** The compute capability of the card from now on, times ten. */
  static native void setCapability(int capability);
}
