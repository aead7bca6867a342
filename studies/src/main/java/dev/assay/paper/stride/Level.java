package dev.assay.paper.stride;

/**
 * Images whose neighbours are alike to some degree: a level of local homogeneity.
 *
 * @param data name of the data set
 * @param look what was done to its images
 */
record Level(String data, Look look) {}
