package dev.assay.study;

import dev.assay.backend.Backend;
import dev.assay.nn.Inputs;
import dev.assay.nn.Network;
import dev.assay.nn.Tap;

/** A network that is looked at at hidden cuts. */
record NetworkForward(Network network, int[] cuts) implements Forward {

  @Override
  public Backend backend() {
    return network.backend();
  }

  @Override
  public void run(Inputs inputs, int count, Tap[] taps, float[] logits) {
    network.look(inputs, count, cuts, taps, logits);
  }
}
