package dev.assay.study;

/** Told how far a long computation is. Called from the thread that runs the study. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress NONE = (stage, done, total, unit) -> {};

  /**
   * @param stage what is being done, in a few words
   * @param done units finished, {@code 0 … total}
   * @param total units of this stage, or 0 where it is not known
   * @param unit what is counted, in the plural; empty where nothing is
   */
  void at(String stage, long done, long total, String unit);

  /**
   * The same where some units take much longer than others.
   *
   * @param share of the stage's work that is done, 0 to 1
   */
  default void at(String stage, long done, long total, String unit, double share) {
    at(stage, done, total, unit);
  }

  /**
   * The same with a remark that stands after it.
   *
   * @param remark a few words
   */
  default void at(String stage, long done, long total, String unit, String remark) {
    at(stage, done, total, unit);
  }

  /** Told what whoever waits wants to know, how long it will take for example. */
  default void say(String words) {}
}
