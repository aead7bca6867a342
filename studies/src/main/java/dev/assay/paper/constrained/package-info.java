/**
 * The paper on margins constrained to principal components: {@code Experiment} trains and measures
 * at a {@code Size}, {@code Findings} are what was measured, one class for each question judges and
 * draws them, {@code Results} is the report.
 */
package dev.assay.paper.constrained;
