package dev.assay.peers;

import java.util.List;

/**
 * A workload on Assay beside one peer in its best setting. Rates are in the workload's unit,
 * medians over the rounds; a round's ratio is Assay's rate over the peer's in that round.
 *
 * @param error largest relative difference of the outputs compared
 * @param kinks pieces of gradients left out because a ReLU or a maximum flipped
 * @param seconds of one run of Assay, median
 * @param flops floating-point operations of the products of one run
 * @param bytes that one run must read and write, where these bound it
 */
record Result(
    String label,
    String title,
    String unit,
    double rate,
    String peer,
    String setting,
    double peerRate,
    double ratio,
    double ratioMin,
    double ratioMax,
    List<Double> ratios,
    double seconds,
    double flops,
    double bytes,
    double error,
    int kinks) {

  /** Assay's arithmetic rate, 10⁹ operations per second; 0 where there are no products. */
  double gflops() {
    return flops / seconds / 1e9;
  }

  /** The least possible time on such a machine over Assay's time. */
  double floorShare(Limits limits) {
    return limits.floor(flops, bytes) / seconds;
  }
}
