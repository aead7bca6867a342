/**
 * Numbers of a trained network that are meant to grow with its generalisation gap: {@link
 * dev.assay.predictor.Predictors} lists them, each made of measures.
 */
package dev.assay.predictor;
