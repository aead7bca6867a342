/** File formats of tensors, writing whole files or none, and the error every reader reports. */
package dev.assay.io;
