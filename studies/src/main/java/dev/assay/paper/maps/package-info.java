/**
 * Myburgh, Mouton and Davel 2020, "Tracking translation invariance in CNNs": what is left of what a
 * network makes of images when they are moved, by kernel, padding, pooling and location.
 */
package dev.assay.paper.maps;
