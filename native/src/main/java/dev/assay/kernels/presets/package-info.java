/** The build-time configuration of the binding. */
package dev.assay.kernels.presets;
