/** Networks that other programs trained. */
package dev.assay.foreign;
