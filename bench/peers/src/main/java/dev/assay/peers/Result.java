package dev.assay.peers;

import java.util.List;

/**
 * A workload on Assay beside one peer in its best setting. Rates are in the workload's unit,
 * medians over the rounds; a round's ratio is Assay's rate over the peer's in that round.
 *
 * @param error largest relative difference of the outputs compared
 * @param kinks pieces of gradients left out because a ReLU or a maximum flipped
 * @param gflops Assay's arithmetic rate, 0 where there are no products
 * @param floorShare the least possible time over Assay's time; NaN if the limits are unknown
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
    double gflops,
    double floorShare,
    double error,
    int kinks) {}
