package dev.assay.paper.stride;

/** What is between the last map and the classes. */
enum Head {
  /** Each place of the map has weights of its own, to a hidden dense layer. */
  DENSE,

  /** Global average pooling: places are averaged, and classes read from that. */
  MEAN
}
