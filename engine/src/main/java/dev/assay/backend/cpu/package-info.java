/** The native CPU backend: own C++ kernels; OpenBLAS for double-precision linear algebra. */
package dev.assay.backend.cpu;
