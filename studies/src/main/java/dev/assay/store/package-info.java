/**
 * A folder of things that took long to make, each named by the hash of what determines it: trained
 * networks and measurements. Sweeps stand on it: what is done stays done, whatever kills the
 * process.
 */
package dev.assay.store;
