package dev.assay.peers;

import dev.assay.io.Text;
import dev.assay.peers.Workload.BatchNorming;
import dev.assay.peers.Workload.Convolution;
import dev.assay.peers.Workload.Forward;
import dev.assay.peers.Workload.Jacobian;
import dev.assay.peers.Workload.MaxPooling;
import dev.assay.peers.Workload.Pass;
import dev.assay.peers.Workload.Segment;
import dev.assay.peers.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The standard workloads with their labels. */
final class Catalog {

  /**
   * A workload in the table.
   *
   * @param label W1 … W8, what {@code --only} chooses by
   */
  record Entry(String label, String title, Workload workload) {}

  /** {@code ci,co,hw,k,s} of the convolutions of W6. */
  private static final List<String> CONVOLUTIONS =
      List.of(
          "32,32,32,3,1",
          "64,64,16,3,1",
          "3,32,32,3,1",
          "32,64,16,3,1",
          "32,32,32,5,1",
          "3,32,32,5,1",
          "64,64,16,5,1",
          "32,64,32,3,2",
          "64,128,16,3,2");

  private Catalog() {}

  /**
   * @param smoke whether batches are tiny, to see that everything runs and agrees
   */
  static List<Entry> standard(boolean smoke) {
    int train = smoke ? 4 : 128;
    int forward = smoke ? 4 : 256;
    int jacobian = smoke ? 2 : 64;
    int points = smoke ? 10 : 100;
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("W1", "MLP train step", new Training(Net.MLP, train)));
    entries.add(new Entry("W2", "CNN train step, BatchNorm", new Training(Net.CNN_BN, train)));
    entries.add(new Entry("W2'", "CNN train step", new Training(Net.CNN, train)));
    entries.add(new Entry("W3", "CNN forward, eval", new Forward(Net.CNN_BN, forward)));
    for (int few : smoke ? new int[] {1} : new int[] {1, 8}) {
      entries.add(
          new Entry("W3'", "CNN forward, eval, batch " + few, new Forward(Net.CNN_BN, few)));
    }
    entries.add(new Entry("W4", "Jacobian of 10 logits, CNN", new Jacobian(Net.CNN_BN, jacobian)));
    entries.add(
        new Entry("W5", points + " points on a segment, MLP", new Segment(Net.MLP, points)));
    CONVOLUTIONS.forEach(shape -> entries.addAll(convolutions("W6", shape + "," + train)));
    entries.add(pooling("2×2/2", new MaxPooling(32, 32, 2, 2, train)));
    entries.add(pooling("3×3/2", new MaxPooling(32, 32, 3, 2, train)));
    entries.add(normalising("forward", new BatchNorming(Pass.FORWARD, 32, 32, train)));
    entries.add(normalising("backward", new BatchNorming(Pass.DATA, 32, 32, train)));
    for (Net net : List.of(Net.CNN_CIRCULAR, Net.CNN_POLYPHASE, Net.CNN_BLUR)) {
      String name = net.name().toLowerCase(Locale.ROOT).replace("cnn_", "");
      entries.add(new Entry("W7", "CNN train step, " + name, new Training(net, train)));
      entries.add(new Entry("W7", "CNN forward, eval, " + name, new Forward(net, forward)));
    }
    for (Net net : List.of(Net.RESNET8, Net.RESNET20)) {
      String name = net.name().toLowerCase(Locale.ROOT);
      entries.add(new Entry("W8", name + " train step", new Training(net, train)));
      entries.add(new Entry("W8", name + " forward, eval", new Forward(net, forward)));
    }
    return entries;
  }

  private static Entry pooling(String window, MaxPooling workload) {
    return new Entry("W6'", "max-pool " + window + " with indices", workload);
  }

  private static Entry normalising(String pass, BatchNorming workload) {
    return new Entry("W6'", "BatchNorm train " + pass, workload);
  }

  /** The three passes of a convolution {@code ci,co,hw,k,s,batch}. */
  static List<Entry> convolutions(String label, String shape) {
    List<Entry> entries = new ArrayList<>();
    for (Pass pass : Pass.values()) {
      Convolution c = Workload.convolution(pass, shape);
      String title =
          Text.format(
              "conv %d×%d/%d %d→%d %d×%d ×%d %s",
              c.kernel(),
              c.kernel(),
              c.stride(),
              c.inChannels(),
              c.outChannels(),
              c.extent(),
              c.extent(),
              c.batch(),
              pass.name().toLowerCase(Locale.ROOT));
      entries.add(new Entry(label, title, c));
    }
    return entries;
  }
}
