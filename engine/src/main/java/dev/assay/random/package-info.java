/** Counter-based random numbers. */
package dev.assay.random;
