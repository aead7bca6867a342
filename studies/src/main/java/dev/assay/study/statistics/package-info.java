/** Ranks, and how sure one can be of a number. */
package dev.assay.study.statistics;
