/**
 * How much of what a network makes of an image is left when the image is moved: Myburgh, Mouton and
 * Davel 2020, "Tracking translation invariance in CNNs"; Kauderer-Abrams 2017, "Quantifying
 * Translation-Invariance in Convolutional Neural Networks".
 */
package dev.assay.study.translation;
