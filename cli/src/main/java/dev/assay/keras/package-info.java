/**
 * Sequential networks that Keras trained: {@link dev.assay.keras.KerasReader} reads saved models,
 * {@link dev.assay.keras.KerasModel} layers that a benchmark tells and their weights.
 */
package dev.assay.keras;
