package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.TreeConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.tribuo.Dataset;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Assay's trees beside Tribuo's. */
@Command(
    name = "trees",
    description = "Trees to pure leaves on codes of a layer, by Assay and by Tribuo, in turns.",
    sortOptions = false)
final class TreesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CHECKPOINT", description = "the folder of a training run, or its file")
  private Path checkpoint;

  @Option(names = "--data", description = "training samples (default: ${DEFAULT-VALUE})")
  private String data = "mnist";

  @Option(names = "--cut", description = "the layer (default: ${DEFAULT-VALUE})")
  private String cut = "2-relu";

  @Option(names = "--samples", description = "how many at most (default: ${DEFAULT-VALUE})")
  private int samples = 60_000;

  @Option(names = "--rounds", description = "turns of each side (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--help", usageHelp = true, description = "shows this")
  private boolean help;

  @Override
  public Integer call() {
    try (Backend backend = Backends.open(Backends.AUTO, 1);
        Network network = Checkpoint.read(file()).network(backend, checkpoint.toString())) {
      dev.assay.data.Dataset all = Catalog.of(Optional.empty()).open(data).train();
      dev.assay.data.Dataset some = all.take(Math.min(samples, all.count()));
      int at = network.architecture().hiddenCut(cut);
      int units = network.architecture().shape(at).intSize();
      float[] active = network.activations(some.images(), some.count(), at);
      Codes codes = Codes.of(active, some.count(), units);
      Dataset<Label> examples = examples(active, units, some.labels());
      for (int round = 0; round < rounds; round++) {
        time(
            "Assay",
            () ->
                DecisionTree.grow(codes, some.labels(), some.classes(), TreeConfig.standard())
                    .leaves());
        time("Tribuo", () -> leaves(examples));
      }
    } catch (BadInputException e) {
      throw new Failure(e.getMessage(), e);
    }
    return 0;
  }

  private Path file() {
    return Files.isDirectory(checkpoint) ? checkpoint.resolve("model.safetensors") : checkpoint;
  }

  /** Units that are off are not named: Tribuo takes them for 0. */
  private static Dataset<Label> examples(float[] active, int units, int[] labels) {
    LabelFactory factory = new LabelFactory();
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance("codes", factory), factory);
    for (int i = 0; i < labels.length; i++) {
      List<Feature> on = new ArrayList<>();
      for (int u = 0; u < units; u++) {
        if (active[i * units + u] > 0) {
          on.add(new Feature(Text.format("%05d", u), 1));
        }
      }
      examples.add(new ArrayExample<>(new Label(Integer.toString(labels[i])), on));
    }
    return examples;
  }

  private static int leaves(Dataset<Label> examples) {
    CARTClassificationTrainer trainer =
        new CARTClassificationTrainer(Integer.MAX_VALUE, 1, 0, 1, false, new GiniIndex(), 1);
    TreeModel<Label> tree = trainer.train(examples);
    return (tree.countNodes(tree.getRoot()) + 1) / 2;
  }

  private static void time(String side, IntSupplier tree) {
    double begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int leaves = tree.getAsInt();
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9;
    System.out.println(
        Text.format("%-7s %7.2f s of one thread, %,d leaves", side, seconds, leaves));
  }
}
