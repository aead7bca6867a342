/**
 * Families of networks and what predictors say of each: {@link dev.assay.sweep.Sweep} says which,
 * {@link dev.assay.sweep.SweepFolder} keeps the numbered list and what came out, {@link
 * dev.assay.sweep.SweepRun} makes them, one process or many.
 */
package dev.assay.sweep;
