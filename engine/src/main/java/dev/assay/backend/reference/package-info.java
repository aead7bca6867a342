/**
 * The specification of the backend's operations: plain Java, obvious loops, double accumulation.
 * Also the slow fallback where native code cannot be loaded.
 */
package dev.assay.backend.reference;
