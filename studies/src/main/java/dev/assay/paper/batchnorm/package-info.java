/**
 * The paper on what BatchNorm does to representations: {@code Experiment} trains twins at a {@code
 * Size} and measures them, {@code Findings} are what was measured, one class for each question
 * judges and draws them, {@code Results} is the report.
 */
package dev.assay.paper.batchnorm;
