package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.DraftMemory;
import dev.assay.tensor.Workspace;

/**
 * How a network would run on a backend: the steps of its plans, what each was fused with, the form
 * of each product, samples per call, arithmetic and memory. Planned on a draft: nothing is
 * allocated, and the sizes are those of the real plans.
 */
public final class Explanation {
  private static final String ROW = "  %-58s %-34s %9s%n";

  private final Architecture architecture;
  private final Backend backend;
  private final DraftMemory memory = new DraftMemory();
  private final Workspace workspace = new Workspace(memory);
  private final Parameters parameters;

  /** Explains {@code architecture} on {@code backend}. */
  public Explanation(Architecture architecture, Backend backend) {
    this.architecture = architecture;
    this.backend = backend;
    this.parameters = new Parameters(architecture, workspace);
  }

  /** Bytes that the parameters take. */
  public long parameterBytes() {
    return workspace.liveBytes();
  }

  /** Bytes that evaluation takes besides the parameters. */
  public long evaluationBytes() {
    return evaluation().bytes();
  }

  /** Floating-point operations of a forward pass, for one sample: products alone. */
  public double operations() {
    double operations = 0;
    for (Step step : evaluation().steps) {
      operations += step.flops();
    }
    return operations;
  }

  /** Bytes that gradients of {@code perSample} functions of the logits take. */
  public long sensitivityBytes(int perSample) {
    return sensitivity(perSample).bytes();
  }

  /** Bytes that training with batches of {@code batch} takes, without the optimiser's state. */
  public long trainingBytes(int batch) {
    return training(batch).bytes();
  }

  /**
   * Fails where the machine has no room for training, before anything is allocated.
   *
   * @param states values that the optimiser keeps for each parameter
   * @throws BadInputException telling what is needed for what, and what is there
   */
  public void requireRoomToTrain(int batch, int states) {
    long network = parameterBytes();
    long training = trainingBytes(batch);
    long optimizer = network * states;
    long heap = Runtime.getRuntime().maxMemory();
    if (network + optimizer > heap) {
      throw new BadInputException(
          Text.format(
              "a checkpoint of %d parameters with the optimiser's state is put together in %s of"
                  + " Java heap, the JVM may use %s; raise -Xmx or take a smaller network",
              architecture.parameterCount(), size(network + optimizer), size(heap)));
    }
    try {
      backend.requireRoom(network + training + optimizer);
    } catch (BadInputException | OutOfDeviceMemoryException e) {
      throw new BadInputException(
          Text.format(
              "training needs %s for %d parameters, %s for batches of %d and %s for the optimiser's"
                  + " state, but %s; take a smaller batch or network",
              size(network),
              architecture.parameterCount(),
              size(training),
              batch,
              size(optimizer),
              e.getMessage()),
          e);
    }
  }

  /** All of it as text; for networks that end in logits also the Jacobian and training. */
  public String text(int batch) {
    StringBuilder text = new StringBuilder();
    text.append(Text.format("%s%nparameters: %s%n", backend.description(), size(parameterBytes())));
    append(text, "evaluation", evaluation(), 1);
    if (architecture.output().rank() == 1) {
      int classes = architecture.classes();
      append(
          text, Text.format("Jacobian of %d logits", classes), sensitivity(classes), 1 + classes);
      append(text, "training, batch " + batch, training(batch), 3);
    }
    return text.toString();
  }

  private InferencePlan evaluation() {
    return Plan.make(
        "evaluation",
        () ->
            new InferencePlan(architecture, parameters, backend, memory, 0, architecture.depth()));
  }

  private SensitivityPlan sensitivity(int perSample) {
    return Plan.make(
        Text.format("the gradient of %d outputs", perSample),
        () ->
            new SensitivityPlan(
                architecture, parameters, backend, memory, 0, architecture.depth(), perSample));
  }

  private TrainingPlan training(int batch) {
    return Plan.make(
        "training with batches of " + batch,
        () ->
            new TrainingPlan(
                architecture, parameters, backend, memory, new Access(backend), batch));
  }

  private static void append(StringBuilder text, String title, Plan plan, int passes) {
    text.append(Text.format("%n%s: %s, %s%n", title, plan.cut(), size(plan.bytes())));
    text.append(Text.format(ROW, "step", "form of the product", "MFLOP"));
    double total = 0;
    for (Step step : plan.steps) {
      double flops = step.flops() * 1e-6;
      total += flops;
      text.append(
          Text.format(ROW, step.describe(), step.form(), flops == 0 ? "" : format("%.3f", flops)));
    }
    text.append(Text.format(ROW, "forward, per sample", "", format("%.3f", total)));
    if (passes > 1) {
      text.append(
          Text.format(
              ROW,
              Text.format("all %d passes, at most", passes),
              "",
              format("%.3f", passes * total)));
    }
  }

  private static String size(long bytes) {
    return format("%.1f MB", bytes * 1e-6);
  }

  private static String format(String format, Object... values) {
    return Text.format(format, values);
  }
}
