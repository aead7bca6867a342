/**
 * Which measure predicts generalisation: {@code Experiment} trains a family of networks on axes of
 * PGDL's first task at a {@code Size}, and takes every predictor of each; {@code Findings} are what
 * was found, one class for each question judges and draws them, {@code Results} is the report.
 */
package dev.assay.paper.generalization;
