/**
 * Clusters of points that are found without labels: k-means, average linkage, DBSCAN; how well they
 * part and how they agree with labels.
 */
package dev.assay.clustering;
