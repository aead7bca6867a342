/** Dense linear algebra in double precision: in Java, or by BLAS where there is one. */
package dev.assay.algebra;
