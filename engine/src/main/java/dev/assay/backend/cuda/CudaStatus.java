package dev.assay.backend.cuda;

import java.util.List;

/**
 * Whether a GPU can be used, and if not, why and what to do.
 *
 * @param state the outcome
 * @param reason in one line, the root cause
 * @param remedy what to do; empty if nothing is wrong
 * @param device number of the card that is used, −1 for none
 * @param cards every card found
 * @param parts the libraries, in the order in which they are looked for; empty if it did not come
 *     to that
 */
public record CudaStatus(
    State state, String reason, String remedy, int device, List<Card> cards, List<Part> parts) {

  /** Outcomes of the check, in its order. */
  public enum State {
    /** Usable. */
    OK,
    /** Switched off by the user. */
    DISABLED,
    /** The JavaCPP presets are not on the class path. */
    NO_CLASSES,
    /** No NVIDIA driver, or not visible here. */
    NO_DRIVER,
    /** The CUDA runtime cannot be loaded or is of another major version. */
    NO_RUNTIME,
    /** The driver is older than the runtime. */
    DRIVER_TOO_OLD,
    /** A driver, but no card. */
    NO_DEVICE,
    /** Only cards that are too old. */
    UNSUPPORTED_DEVICE,
    /** cuBLAS or NVRTC cannot be loaded. */
    NO_LIBRARY,
    /** Anything else. */
    ERROR
  }

  /**
   * A card.
   *
   * @param capability compute capability times ten, for example 90
   * @param memory bytes
   */
  public record Card(String name, int capability, long memory) {
    /** For example {@code 9.0}. */
    public String capabilityText() {
      return capability / 10 + "." + capability % 10;
    }
  }

  /**
   * A library.
   *
   * @param version for people; empty if it is missing
   * @param missing why it cannot be used; null if it can
   */
  public record Part(String name, String version, String missing) {}

  static CudaStatus failed(State state, String reason, String remedy) {
    return new CudaStatus(state, reason, remedy, -1, List.of(), List.of());
  }

  public boolean ok() {
    return state == State.OK;
  }

  /** Whether not using a GPU is as it should be: there is none, or it was switched off. */
  public boolean isExpected() {
    return state == State.NO_DRIVER || state == State.DISABLED;
  }

  /** The card that is used; only if {@link #ok}. */
  public Card card() {
    return cards.get(device);
  }

  /** Reason and remedy in one line. */
  public String explanation() {
    return remedy.isEmpty() ? reason : reason + "; " + remedy;
  }

  boolean has(String part) {
    return parts.stream().anyMatch(p -> p.name().equals(part) && p.missing() == null);
  }
}
