/** Subspaces of the input and how many of their dimensions matter. */
package dev.assay.geometry;
