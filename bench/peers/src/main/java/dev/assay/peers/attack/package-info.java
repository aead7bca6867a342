/**
 * Minimum-norm attacks on libtorch, each from its paper with the paper's defaults: Euclidean
 * distance, no box around the points. They know a classifier only as a function that libtorch can
 * differentiate ({@link dev.assay.peers.attack.Attacked}) and share no code with Assay's searches.
 */
package dev.assay.peers.attack;
