package dev.assay.pgdl;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.keras.KerasModel;
import dev.assay.measure.Accuracy;
import dev.assay.nn.Architecture;
import dev.assay.pgdl.BenchmarkResult.Row;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Trained;
import dev.assay.store.Effort;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
import dev.assay.study.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes predictors of all networks of a task. What was measured is in the store, so that what is
 * stopped goes on where it was.
 *
 * @param seed of all that predictors draw
 */
public record Benchmark(Task task, List<Predictor> predictors, long seed) {

  public Benchmark {
    predictors = List.copyOf(predictors);
  }

  /** What is asked of a network. */
  private record Plan(
      Task.Model model, Planned<Double> accuracy, Map<Predictor, Planned<Double>> values) {

    Set<Spec<?>> specs() {
      Set<Spec<?>> specs = new LinkedHashSet<>(accuracy.specs());
      values.values().forEach(value -> specs.addAll(value.specs()));
      return specs;
    }
  }

  /**
   * Measures.
   *
   * @throws BadInputException if a file is missing, damaged, or tells of a network that there is
   *     not here
   */
  public BenchmarkResult run(Runner runner, Progress progress) {
    Dataset training = runner.bench().keep(task.samples().train());
    progress.say("trained on " + training);
    List<Task.Model> models = task.models();
    List<Plan> plans = new ArrayList<>();
    for (Task.Model model : models) {
      progress.at("read networks", plans.size(), models.size(), "networks");
      plans.add(plan(model, training, runner));
    }
    progress.at("read networks", plans.size(), models.size(), "networks");
    Set<Spec<?>> specs = new LinkedHashSet<>();
    plans.forEach(plan -> specs.addAll(plan.specs()));
    int[] done = {0};
    progress.at("measure", 0, specs.size(), "measurements");
    runner.makeAll(specs, made -> progress.at("measure", ++done[0], specs.size(), "measurements"));
    return new BenchmarkResult(task, predictors, training.provenance(), rows(plans, specs, runner));
  }

  private Plan plan(Task.Model model, Dataset training, Runner runner) {
    KerasModel layers = model.layers();
    Architecture architecture = layers.architecture();
    if (!architecture.input().equals(task.samples().sample())
        || architecture.classes() != task.samples().classes()) {
      throw new BadInputException(
          model.folder() + ": this model takes other inputs, or has other logits, than the first");
    }
    NetworkSource network = kept(layers, model.weights(), runner);
    NetworkSource untrained =
        model.initialWeights().map(file -> kept(layers, file, runner)).orElse(null);
    Trained trained = new Trained(architecture, network, untrained, training, seed);
    Map<Predictor, Planned<Double>> values = new LinkedHashMap<>();
    for (Predictor predictor : predictors) {
      try {
        values.put(predictor, predictor.value().apply(trained));
      } catch (BadInputException e) {
        continue; // it does not apply to such a network
      }
    }
    Accuracy accuracy = new Accuracy(training.provenance());
    return new Plan(
        model, Planned.of(MeasureSpec.of(accuracy, network)).map(Accuracy.Share::value), values);
  }

  private static NetworkSource kept(KerasModel layers, Path weights, Runner runner) {
    return runner.store().keep(layers.architecture(), layers.parameters(weights));
  }

  private List<Row> rows(List<Plan> plans, Set<Spec<?>> specs, Runner runner) {
    Map<Spec<?>, Effort> efforts = runner.efforts(specs);
    List<Row> rows = new ArrayList<>();
    for (Plan plan : plans) {
      Map<String, Double> values = new LinkedHashMap<>();
      Map<String, Effort> costs = new LinkedHashMap<>();
      plan.values()
          .forEach(
              (predictor, value) -> {
                double found = value.read(runner);
                values.put(predictor.name(), Double.isFinite(found) ? found : null);
                costs.put(predictor.name(), sum(value.specs(), efforts));
              });
      rows.add(
          new Row(
              plan.model(),
              plan.accuracy().read(runner),
              values,
              costs,
              sum(plan.specs(), efforts)));
    }
    return rows;
  }

  private static Effort sum(Collection<? extends Spec<?>> specs, Map<Spec<?>, Effort> efforts) {
    return specs.stream()
        .distinct()
        .map(spec -> efforts.getOrDefault(spec, Effort.NONE))
        .reduce(Effort.NONE, Effort::plus);
  }
}
