package dev.assay.reproduction;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.store.Training;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.train.Evaluation;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A family of networks that differ in width, depth, weight decay and batch size, as tasks of PGDL
 * do: a complexity measure is judged by how well it orders them by their generalisation gap. As
 * there, training stops by a criterion that is the same for all, so that networks do not differ in
 * how far they are trained.
 */
public final class Family {
  private final Laboratory laboratory;
  private final Grid grid;

  /**
   * The axes and the circumstances of a family.
   *
   * @param train training samples
   * @param test test samples from which the gap is taken
   * @param epochs at most; training stops when all training samples are fitted
   */
  public record Grid(
      int train,
      int test,
      List<Integer> widths,
      List<Integer> depths,
      List<Double> weightDecays,
      List<Integer> batches,
      int epochs) {

    /** 24 small networks. */
    public static Grid quick() {
      return new Grid(
          1000,
          10_000,
          List.of(16, 64, 256),
          List.of(1, 2),
          List.of(0.0, 1e-3),
          List.of(16, 128),
          300);
    }

    /** 54 networks. */
    public static Grid full() {
      return new Grid(
          10_000,
          10_000,
          List.of(64, 256, 1024),
          List.of(1, 2, 3),
          List.of(0.0, 1e-4, 1e-3),
          List.of(32, 256),
          300);
    }

    public int size() {
      return widths.size() * depths.size() * weightDecays.size() * batches.size();
    }
  }

  /**
   * A network of the family.
   *
   * @param training how it comes to be
   */
  public record Member(
      int width,
      int depth,
      double weightDecay,
      int batch,
      long seed,
      Dataset train,
      Training training) {}

  /** What networks of the family differ in. */
  public enum Axis {
    WIDTH("width"),
    DEPTH("depth"),
    WEIGHT_DECAY("weight decay"),
    BATCH("batch size");

    private final String words;

    Axis(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /** Equal for networks that differ along this axis only. */
    public String others(Member member) {
      EnumMap<Axis, Object> all = new EnumMap<>(Axis.class);
      all.put(WIDTH, member.width);
      all.put(DEPTH, member.depth);
      all.put(WEIGHT_DECAY, member.weightDecay);
      all.put(BATCH, member.batch);
      all.remove(this);
      return all.toString();
    }
  }

  /** The grid that all members of one seed make. */
  public static HyperparameterGrid grid(List<Member> members) {
    return new HyperparameterGrid(
        members.stream().map(m -> List.of(m.width, m.depth, m.weightDecay, m.batch)).toList());
  }

  /**
   * How well a network does.
   *
   * @param train accuracy on the training samples
   * @param test accuracy on the test samples
   */
  public record Accuracy(double train, double test) {
    public double gap() {
      return train - test;
    }
  }

  public Family(Laboratory laboratory, Grid grid) {
    this.laboratory = laboratory;
    this.grid = grid;
  }

  /** The family that one seed makes: its training samples and all initial weights. */
  public List<Member> members(long seed) {
    Dataset train = laboratory.train(grid.train, seed);
    Dataset watched = laboratory.test(1000);
    List<Member> members = new ArrayList<>();
    for (int width : grid.widths) {
      for (int depth : grid.depths) {
        for (double decay : grid.weightDecays) {
          for (int batch : grid.batches) {
            TrainingConfig config =
                new TrainingConfig(
                    grid.epochs,
                    batch,
                    new Optimizer.Adam(1e-3f, 0.9f, 0.999f, 1e-8f, (float) decay),
                    new Schedule.Constant(),
                    Augmentation.NONE,
                    seed,
                    1);
            members.add(
                new Member(
                    width,
                    depth,
                    decay,
                    batch,
                    seed,
                    train,
                    laboratory.training(
                        Laboratory.perceptron(train, width, depth),
                        train,
                        watched,
                        config,
                        List.of())));
          }
        }
      }
    }
    return members;
  }

  public Accuracy accuracy(Laboratory.Stage stage, Member member) {
    Dataset test = laboratory.test(grid.test);
    return stage.measure(
        Map.of("what", "accuracy", "train", member.train.provenance(), "test", test.provenance()),
        member.training,
        0,
        Accuracy.class,
        network -> accuracy(network, member.train, test));
  }

  public static Accuracy accuracy(Network network, Dataset train, Dataset test) {
    return new Accuracy(
        Evaluation.of(network.classifier(), train).accuracy(),
        Evaluation.of(network.classifier(), test).accuracy());
  }
}
