/** Networks of other programs in the ONNX format, turned into layers and parameters. */
package dev.assay.onnx;
