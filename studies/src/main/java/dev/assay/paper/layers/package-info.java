/**
 * "Exploring layerwise decision making in DNNs" (Mouton and Davel 2022): decision trees on which
 * hidden units are active.
 */
package dev.assay.paper.layers;
