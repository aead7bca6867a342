/** Memory: tensors are views, workspaces own. */
package dev.assay.tensor;
