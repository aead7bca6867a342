package dev.assay.study.translation;

/** Which two views are compared, equally many pairs for each image. */
interface Pairing {

  /** Pairs for each image. */
  int each();

  /** Whether the first view of every pair is the image itself, which is looked at once then. */
  boolean fromImage();

  View first(int image, int number);

  View second(int image, int number);
}
