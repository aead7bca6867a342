/**
 * What hidden layers make of samples: how sparse their activations are, how they gather by class,
 * and how alike layers are.
 */
package dev.assay.study.representation;
