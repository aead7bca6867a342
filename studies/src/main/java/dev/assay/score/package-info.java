/**
 * How well measures predict the generalisation gap of networks, from anybody's table: {@link
 * dev.assay.score.ScoreTable} reads it, {@link dev.assay.score.Ranking} scores its measures, {@link
 * dev.assay.score.ScoreReport} tells what was found.
 */
package dev.assay.score;
