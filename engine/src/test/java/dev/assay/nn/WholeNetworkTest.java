package dev.assay.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole networks, drawn at random, trained for a batch and a last batch and evaluated: the same
 * bits for any number of threads, in evaluation for any number of samples in a call, too, and the
 * values of the reference backend up to rounding. A handful of networks; thousands in the profile
 * sweep.
 */
class WholeNetworkTest {
  private static final boolean SWEEP = Boolean.getBoolean("assay.sweep");
  private static final int MOST_THREADS = 16;
  private static final int FAILURES_TOLD = 10;

  /**
   * Draws of the data after which a difference to the reference is no accident: that one side of a
   * kink (ReLU, max) or the other was taken, as values differ by rounding.
   */
  private static final int DRAWS = 3;

  /** Relative to one and the largest value. */
  private static final double EVALUATION_BOUND = 1e-4;

  private static final double TRAINING_BOUND = 1e-3;

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  private static int cases(TestBackends.Candidate candidate) {
    return switch (candidate.name()) {
      case "reference" -> SWEEP ? 1500 : 12;
      case "cuda-emulated", "cuda" -> SWEEP ? 100 : 3;
      default -> SWEEP ? 4000 : 30;
    };
  }

  @ParameterizedTest
  @MethodSource("backends")
  void agreesWithItselfAndWithTheReference(TestBackends.Candidate candidate) {
    List<String> failures = new ArrayList<>();
    try (Teams teams = new Teams(candidate);
        Backend reference = TestBackends.reference(1)) {
      for (int index = 0; index < cases(candidate) && failures.size() < FAILURES_TOLD; index++) {
        Case drawn = Case.of(index);
        try {
          check(drawn, candidate, teams, reference);
        } catch (RuntimeException | AssertionError e) {
          String where =
              e instanceof AssertionError
                  ? ""
                  : " at " + Arrays.asList(e.getStackTrace()).subList(0, 7);
          failures.add("case %d, %s: %s%s".formatted(index, drawn, e, where));
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  private static void check(
      Case drawn, TestBackends.Candidate candidate, Teams teams, Backend reference) {
    Results one = drawn.run(teams.of(1), 0, candidate.exact());
    for (int threads : drawn.threads()) {
      Results many = drawn.run(teams.of(threads), 0, candidate.exact());
      one.requireBits(many, threads + " threads");
    }
    String difference = one.difference(drawn.run(reference, 0, true));
    for (int draw = 1; difference != null && draw < DRAWS; draw++) {
      difference =
          drawn
              .run(teams.of(1), draw, candidate.exact())
              .difference(drawn.run(reference, draw, true));
    }
    assertThat(difference).as("difference to the reference").isNull();
  }

  /** A backend for each number of threads, opened once. */
  private static final class Teams implements AutoCloseable {
    private final TestBackends.Candidate candidate;
    private final Map<Integer, Backend> opened = new TreeMap<>();

    Teams(TestBackends.Candidate candidate) {
      this.candidate = candidate;
    }

    Backend of(int threads) {
      return opened.computeIfAbsent(threads, candidate::open);
    }

    @Override
    public void close() {
      opened.values().forEach(Backend::close);
    }
  }

  /**
   * A network and how it is used.
   *
   * @param batch samples of the first step of training
   * @param last samples of the second
   * @param evaluated samples whose logits are asked for
   * @param differentiated samples whose Jacobians are asked for
   * @param group samples in a call where they are asked for again
   */
  private record Case(
      long key,
      Architecture architecture,
      int batch,
      int last,
      int evaluated,
      int differentiated,
      int group,
      List<Integer> threads) {

    static Case of(int index) {
      long key = Streams.key(Streams.key(12, "whole networks"), index);
      Architecture architecture = RandomArchitecture.of(key);
      int least = architecture.loneNorm().isPresent() ? 2 : 1;
      int[] sizes = {1, 2, 3, 5, 8, 9, 31, 33, 64, 65, 128, 129};
      int batch = Math.max(least, sizes[Streams.integer(key, -1, sizes.length)]);
      int last = least + Streams.integer(key, -2, batch - least + 1);
      int evaluated = 1 + Streams.integer(key, -3, 70);
      int differentiated = 1 + Streams.integer(key, -4, 5);
      int group = 1 + Streams.integer(key, -5, evaluated);
      List<Integer> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        threads.add(2 + Streams.integer(key, -6 - i, MOST_THREADS - 1));
      }
      return new Case(key, architecture, batch, last, evaluated, differentiated, group, threads);
    }

    Results run(Backend backend, int draw, boolean exact) {
      Results results = new Results();
      try (Network network = new Network(backend, architecture, key)) {
        shake(network.parameters());
        evaluate(network, draw, exact, results, "");
        TrainingPlan plan = network.training(batch);
        train(plan, batch, draw, results, "first ");
        float[] values = network.parameters().trained().toArray();
        float[] gradient = plan.gradient().toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] -= 0.05f * gradient[i];
        }
        network.parameters().trained().write(values);
        network.parameters().changed();
        train(plan, last, draw, results, Results.BITS_ALONE + "second ");
        evaluate(network, draw, exact, results, Results.BITS_ALONE + "trained ");
        network
            .parameters()
            .values()
            .forEach((name, array) -> results.put(Results.BITS_ALONE + name, array));
      }
      return results;
    }

    private void train(TrainingPlan plan, int samples, int draw, Results results, String what) {
      int[] labels = new int[samples];
      Arrays.setAll(labels, i -> i % architecture.classes());
      double loss = plan.lossGradient(inputs(samples, draw), labels, samples, key + draw);
      float[] logits = new float[batch * architecture.classes()];
      plan.logits(logits);
      results.put(what + "loss", new float[] {(float) loss});
      results.put(what + "logits", Arrays.copyOf(logits, samples * architecture.classes()));
      results.put(what + "gradient", plan.gradient().toArray());
    }

    private void evaluate(Network network, int draw, boolean exact, Results results, String what) {
      Classifier classifier = network.classifier();
      int d = architecture.input().intSize();
      int k = architecture.classes();
      float[] x = inputs(evaluated, draw);
      float[] logits = network.logits(x, evaluated);
      int few = Math.min(evaluated, differentiated);
      float[] jacobian = new float[few * k * d];
      float[] same = new float[few * k];
      classifier.jacobian(x, few, same, jacobian);
      results.put(what + "evaluation logits", logits);
      results.put(what + "evaluation jacobian", jacobian);
      if (!exact) {
        return;
      }
      Results.requireBits(Arrays.copyOf(logits, few * k), same, "logits beside the Jacobian");
      for (int from = 0; from < evaluated; from += group) {
        int count = Math.min(group, evaluated - from);
        float[] part = Arrays.copyOfRange(x, from * d, (from + count) * d);
        Results.requireBits(
            Arrays.copyOfRange(logits, from * k, (from + count) * k),
            network.logits(part, count),
            "logits in groups of " + group);
      }
      float[] own = new float[k * d];
      for (int n = 0; n < few; n++) {
        classifier.jacobian(Arrays.copyOfRange(x, n * d, (n + 1) * d), 1, new float[k], own);
        Results.requireBits(
            Arrays.copyOfRange(jacobian, n * k * d, (n + 1) * k * d), own, "Jacobian one by one");
      }
    }

    private float[] inputs(int samples, int draw) {
      float[] values = new float[samples * architecture.input().intSize()];
      long stream = Streams.key(key, 100 + draw);
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * Streams.uniform(stream, i) - 1;
      }
      return values;
    }

    /** Moves shifts, scales and running statistics away from their trivial starts. */
    private void shake(Parameters parameters) {
      for (Parameters.Entry entry : parameters.entries()) {
        float[] values = entry.tensor().toArray();
        long stream = Streams.key(key, entry.name());
        for (int i = 0; i < values.length; i++) {
          values[i] += 0.3f * Streams.uniform(stream, i);
        }
        entry.tensor().write(values);
      }
      parameters.changed();
    }

    @Override
    public String toString() {
      return "batch %d, last %d, %d samples evaluated, groups of %d: %s"
          .formatted(batch, last, evaluated, group, architecture);
    }
  }

  /** What a run gave, by name, in its order. */
  private static final class Results {
    /** Begins the names of what small differences before may have changed much. */
    static final String BITS_ALONE = "then ";

    private final Map<String, float[]> values = new LinkedHashMap<>();

    void put(String name, float[] array) {
      values.put(name, array);
    }

    void requireBits(Results other, String how) {
      values.forEach(
          (name, array) -> requireBits(array, other.values.get(name), name + ", " + how));
    }

    static void requireBits(float[] expected, float[] actual, String what) {
      int at = Arrays.mismatch(expected, actual);
      if (at >= 0) {
        throw new AssertionError(
            "%s: %s instead of %s at %d".formatted(what, actual[at], expected[at], at));
      }
    }

    /** The first value that is too far from the expected one; null if there is none. */
    String difference(Results expected) {
      for (Map.Entry<String, float[]> entry : values.entrySet()) {
        String name = entry.getKey();
        if (!name.startsWith(BITS_ALONE)) {
          float[] theirs = expected.values.get(name);
          double bound = name.startsWith("evaluation") ? EVALUATION_BOUND : TRAINING_BOUND;
          double allowed = bound * (1 + largest(theirs));
          for (int i = 0; i < theirs.length; i++) {
            double error = Math.abs((double) entry.getValue()[i] - theirs[i]);
            if (!(error <= allowed)) {
              return "%s: %s instead of %s at %d, allowed are %s"
                  .formatted(name, entry.getValue()[i], theirs[i], i, allowed);
            }
          }
        }
      }
      return null;
    }

    private static double largest(float[] values) {
      double largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest;
    }
  }
}
