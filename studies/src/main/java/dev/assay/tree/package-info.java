/**
 * Decision trees (CART, Breiman et al. 1984) on numbers and on activation codes: {@link
 * dev.assay.tree.Codes} and {@link dev.assay.tree.Values} are what is tested, {@link
 * dev.assay.tree.TreeConfig} says how a {@link dev.assay.tree.DecisionTree} grows. Nothing here
 * knows a network.
 */
package dev.assay.tree;
