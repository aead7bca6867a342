package dev.assay.study;

import dev.assay.backend.Backend;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.nn.Classifier;
import dev.assay.nn.Inputs;
import dev.assay.nn.Tap;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;

/** Any classifier, which is run anew for each place, on the Java heap. */
record CutForward(Classifier whole, List<Cut> places) implements Forward {
  private static final Backend HEAP = new ReferenceBackend(1);

  @Override
  public Backend backend() {
    return HEAP;
  }

  @Override
  public void run(Inputs inputs, int count, Tap[] taps, float[] logits) {
    int size = whole.input().intSize();
    float[] made = new float[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      inputs.write(i, made, i * size);
    }
    for (int c = 0; c < taps.length; c++) {
      Shape place = places.get(c).above().input();
      try (Workspace workspace = new Workspace(HEAP)) {
        Tensor activations = workspace.tensor(place.batch(count));
        activations.write(places.get(c).activations(made, count));
        taps[c].take(0, activations, 0);
      }
    }
    whole.logits(made, count, logits);
  }
}
