/**
 * Assay beside libtorch and ONNX Runtime, on the same workloads with the same weights and inputs,
 * in one run. A controller ({@link dev.assay.peers.Peers}) starts one worker process per engine and
 * setting and lets one of them compute at a time; run with {@code bench/peers/run}.
 */
package dev.assay.peers;
