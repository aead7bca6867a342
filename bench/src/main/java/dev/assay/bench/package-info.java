/** JMH benchmarks of the hot kernels and of what studies do all day; run with {@code bench/run}. */
package dev.assay.bench;
