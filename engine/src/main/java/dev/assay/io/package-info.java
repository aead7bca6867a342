/** File formats of tensors, and the error every reader reports. */
package dev.assay.io;
