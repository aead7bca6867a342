/**
 * What hidden layers make of samples: how sparse their activations are, and how they gather by
 * class.
 */
package dev.assay.study.representation;
