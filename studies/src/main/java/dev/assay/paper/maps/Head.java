package dev.assay.paper.maps;

/** What is between the last map and the dense layers. */
enum Head {
  /** Nothing: each place of the map has weights of its own. */
  FLAT,
  /** Global average pooling: places are averaged. */
  MEAN
}
