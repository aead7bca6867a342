/**
 * Decision trees on what hidden units are active for a sample, layer by layer (Mouton and Davel
 * 2022, arXiv 2202.00345): how much of a network's decision can be read from on and off alone.
 */
package dev.assay.study.tree;
