/** Labelled images: their readers, the built-in set, and what is done to them on purpose. */
package dev.assay.data;
