package dev.assay.study.translation;

/**
 * How alike neighbours are.
 *
 * @param place {@code input}, or a hidden cut with maps
 */
record Neighbours(String place, Homogeneity found) {}
