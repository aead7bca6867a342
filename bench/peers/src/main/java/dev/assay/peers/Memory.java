package dev.assay.peers;

/**
 * The largest resident set of a fresh process that prepared a workload and ran it a few times; the
 * Java heap and pages of shared libraries count.
 */
record Memory(String label, String side, String setting, double mebibytes) {}
