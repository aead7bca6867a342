/** The C++ kernels: the generated binding {@code Kernels} and its loader. */
package dev.assay.kernels;
