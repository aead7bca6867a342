/** Sweeps on a Spark cluster. An optional module: nothing else depends on it, and it on studies. */
package dev.assay.spark;
