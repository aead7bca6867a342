/**
 * Margins: how far a sample is from the boundary of its class, in input space, at a hidden cut, and
 * constrained to the leading principal components of the training inputs.
 */
package dev.assay.study.margin;
