/**
 * Fragmentation: how often a network changes its mind along segments and across planes between
 * samples (Mouton et al. 2024, "Is network fragmentation a useful complexity measure?"; Somepalli
 * et al. 2022).
 */
package dev.assay.study.fragmentation;
