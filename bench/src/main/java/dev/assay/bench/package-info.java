/**
 * JMH benchmarks of the hot kernels and of what studies do all day; run with {@code bench/run}.
 *
 * <p>Nothing here allocates on the Java heap in steady state; the engine's {@code AllocationTest}
 * asserts that to the byte, on all threads. Under {@code -prof gc} JMH shows its own bytes: about 6
 * kB for each iteration and 45 kB more for the last, divided by the operations of the iteration.
 * They shrink in proportion as iterations get longer ({@code -r 4}: a quarter).
 */
package dev.assay.bench;
