/**
 * Mouton, Myburgh and Davel 2020: what stride, pooling and its remedies do to invariance when
 * images are moved.
 */
package dev.assay.paper.stride;
