/**
 * The public benchmark PGDL ("Predicting Generalization in Deep Learning", NeurIPS 2020): {@link
 * dev.assay.pgdl.Task} reads its networks, which Keras wrote, and its samples, and {@link
 * dev.assay.pgdl.Benchmark} measures them.
 */
package dev.assay.pgdl;
