package dev.assay.nn;

/**
 * Inputs that are made when their turn comes, by the threads on which the network runs: of a
 * thousand images moved a thousand ways there are only ever those that the network is looking at.
 */
@FunctionalInterface
public interface Inputs {

  /**
   * Makes an input. Several threads ask at a time, in any order, for what depends on its number
   * alone.
   *
   * @param number from 0
   * @param target where it is written, all of it
   * @param at where it begins there
   */
  void write(int number, float[] target, int at);
}
