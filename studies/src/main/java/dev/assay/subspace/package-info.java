/**
 * Directions of a data set: its principal components, how many of them matter (Kneedle), the
 * subspaces that they span, and what lies near what.
 */
package dev.assay.subspace;
