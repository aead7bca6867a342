package dev.assay.study.translation;

/**
 * How alike what a network makes of moved images is to what it makes of the images, in one aspect.
 *
 * @param cosine mean over images of the cosine, for each move of the grid
 * @param distance of the Euclidean distance
 * @param byRadius for each radius 0 … range, in pixels, for each image the mean cosine over moves
 *     of about this length
 * @param square for each image the mean cosine over all moves but none
 * @param disc over those no longer than the range
 * @param floor for each image the mean cosine with images of other classes; empty where there are
 *     none
 * @param apart mean distance from images of other classes; NaN where there are none
 * @param zeros pairs in which a vector was zero
 */
public record PlaceMap(
    Aspect aspect,
    double[] cosine,
    double[] distance,
    double[][] byRadius,
    double[] square,
    double[] disc,
    double[] floor,
    double apart,
    long zeros) {}
