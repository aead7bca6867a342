package dev.assay.paper.stride;

import dev.assay.data.Alteration;
import dev.assay.data.Dataset;

/** The same images with neighbours that are more or less alike. */
enum Look {
  PLAIN(null),
  ENLARGED(new Alteration.Enlarged(2)),
  BLURRED(new Alteration.Blurred(7)),
  NOISED(new Alteration.Noised(0.1, 1)),
  NOISIER(new Alteration.Noised(0.3, 1)),
  PERMUTED(new Alteration.Permuted(1));

  private final Alteration alteration;

  Look(Alteration alteration) {
    this.alteration = alteration;
  }

  String words() {
    // the seed says nothing to a reader
    return alteration == null ? "as they are" : alteration.text().split(", seed")[0];
  }

  /**
   * Images of this look in the middle of a canvas with a margin all around, whose side eight
   * divides: so poolings by two do, three times.
   */
  Dataset of(Dataset images, int margin) {
    Dataset altered = alteration == null ? images : images.altered(alteration);
    int side = Math.max(altered.sample().height(), altered.sample().width()) + 2 * margin;
    return altered.onCanvas((side + 7) / 8 * 8);
  }
}
