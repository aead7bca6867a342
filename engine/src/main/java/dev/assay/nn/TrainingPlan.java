package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Move;
import dev.assay.backend.Repetition;
import dev.assay.backend.Workers;
import dev.assay.io.Text;
import dev.assay.tensor.Memory;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Loss and parameter gradient of a mini-batch of up to {@code batch} samples. Sample-local steps
 * run slice by slice; a batch-global step (BatchNorm) splits the pass in two, with one reduction
 * between. The steps on vectors at the end run forward and backward for larger groups of samples,
 * as many as there are workers: their results are each sample's own. Parameter gradients are sums
 * of per-slice parts, or products over the whole batch, in a fixed order. Where there are few
 * slices, those left over when each worker has had equally many run step by step, in parts that all
 * share.
 */
public final class TrainingPlan extends Plan {
  private static final long SLICE_BYTES = 1 << 20;
  private static final int MAX_SLICE = 32;

  /**
   * Slices that even a small batch is cut into, if it has as many samples; more cost sums of more
   * parts.
   */
  private static final int MIN_SLICES = 2;

  /** Samples per group of the steps at the end. */
  private static final int MAX_GROUP = 128;

  private final Access access;
  private final int batch;

  /** Fewer samples than this cannot be normalised. */
  private final int least;

  private final int slice;

  /** The first of the steps at the end that run by groups. */
  private final int tail;

  /** Which values depend on parameters: the cotangents of the others are not needed. */
  private final boolean[] wanted;

  private final Tensor gradient;
  private final Tensor labels;

  /** How each sample is moved before it enters; null where inputs are not images. */
  private final Tensor moves;

  /** What is read after each step, in one piece: the logits, then the losses. */
  private final Tensor results;

  private final Tensor losses;
  private final Tensor[] values;
  private final Tensor[] saved;
  private final Tensor[] partials;

  /**
   * Where cotangents live: in a tensor of their own where the weight gradient needs all of them or
   * groups leave them to slices, else in buffers. A slice has a fixed region of a buffer, so slices
   * at different steps do not meet.
   */
  private final Tensor[] kept;

  private final Places cotangentPlaces;
  private final Buffers buffers;
  private final Tensor[] cotangents;
  private final Cut[] cuts;
  private final List<Integer> barriers = new ArrayList<>();
  private float[] resultValues;
  private float[] labelValues;
  private float[] moveValues;
  private final Workers.Task stepTask = (index, worker) -> step();
  private final Workers.Task forwardTask = this::forwardSlice;
  private final Workers.Task tailTask = this::tailGroup;
  private final Workers.Task backwardTask = this::backwardSlice;
  private final Workers.Task gradientTask = this::gradientPart;
  private final List<GradientTask> gradientTasks = new ArrayList<>();

  private Cut current;
  private Cut next;
  private float[] inputs;
  private boolean moved;
  private int segmentFrom;
  private int segmentTo;

  /** Slices that workers run each by itself; the others they share. */
  private int alone;

  private record GradientTask(TrainingStep step, int index, int task) {}

  /** The views for one number of samples: per slice and step, and of the whole batch per step. */
  private static final class Cut {
    int samples;
    Views[] slices;
    Views[] groups;
    Views whole;

    /** Of the slices; where all steps run by groups, of the groups. */
    Entrance[] entrances;

    Tensor[] labels;
    Tensor[] losses;
    Repetition repetition;
  }

  /** Where samples come in. */
  private final class Entrance {
    private final int first;
    private final Tensor x;

    /** Samples that are still to be moved: where their cotangents will be, later in the step. */
    private final Tensor unmoved;

    private final Tensor moves;

    Entrance(int from, int to) {
      first = from;
      x = values[0].slice(from, to).reshape(in.batch(to - from));
      boolean images = TrainingPlan.this.moves != null;
      unmoved = images ? region(0, in, from, to) : null;
      moves = images ? TrainingPlan.this.moves.slice(from, to) : null;
    }

    void bring(float[] inputs) {
      (moved ? unmoved : x).write(inputs, Math.multiplyExact(first, in.intSize()));
    }

    void enter() {
      if (inputs != null) {
        bring(inputs);
      }
      if (moved) {
        backend.move(unmoved, moves, x);
      }
    }
  }

  TrainingPlan(
      Architecture architecture,
      Parameters parameters,
      Backend backend,
      Memory memory,
      Access access,
      int batch) {
    super(architecture, parameters, backend, memory, Steps.Mode.TRAINING, 0, architecture.depth());
    this.access = access;
    this.batch = batch;
    least = architecture.loneNorm().isPresent() ? 2 : 1;
    slice =
        backend.takesWholeBatches()
            ? batch
            : Math.min(
                (batch + MIN_SLICES - 1) / MIN_SLICES,
                sliceFor(steps.size(), SLICE_BYTES, 1, MAX_SLICE));
    // before anything is allocated
    Math.toIntExact(Math.multiplyExact(batch, program.widest()));
    int slices = (batch + slice - 1) / slice;
    int count = steps.size();
    gradient = workspace.tensor(parameters.trained().shape());
    labels = workspace.tensor(Shape.vector(batch));
    moves = in.isImage() ? workspace.tensor(Shape.vector(Move.FLOATS).batch(batch)) : null;
    int lossesFrom = Math.toIntExact(Workspace.align(batch * out.size()));
    results = workspace.tensor(Shape.vector(Math.addExact(lossesFrom, batch)));
    losses = results.part(lossesFrom, Shape.vector(batch));
    values = new Tensor[program.values()];
    kept = new Tensor[program.values()];
    cotangentPlaces = Places.ofCotangents(program);
    wanted = new boolean[program.values()];
    saved = new Tensor[count];
    partials = new Tensor[count];
    for (int value = 0; value < values.length; value++) {
      int place = places.of(value);
      Shape flat = Shape.vector(Math.toIntExact(places.size(place))).batch(batch);
      values[value] =
          place < value
              ? values[place]
              : value == program.output() ? results.part(0, flat) : workspace.tensor(flat);
    }
    for (int i = 0; i < count; i++) {
      Step step = steps.get(i);
      Shape keep = step.savedShape();
      saved[i] = keep == null ? null : workspace.tensor(keep.batch(batch));
      Program.Instruction instruction = program.instructions().get(i);
      boolean depends =
          step instanceof TrainingStep || instruction.reads().stream().anyMatch(v -> wanted[v]);
      instruction.writes().forEach(value -> wanted[value] = depends);
      if (step instanceof TrainingStep training) {
        bind(i, training, parameters, slices);
      }
    }
    int afterBarriers = barriers.isEmpty() ? 0 : barriers.get(barriers.size() - 1) + 1;
    tail = Math.max(firstVectorStep(), afterBarriers);
    wanted[program.output()] = true;
    for (int value = 1; value < values.length; value++) {
      boolean crosses = cotangentPlaces.first(value) < tail && tail <= cotangentPlaces.last(value);
      if (crosses && wanted[value]) {
        keep(value);
      }
    }
    // images wait in the first buffer to be moved
    buffers =
        new Buffers(cotangentPlaces, v -> v == 0 ? in.isImage() : wanted[v] && kept[v] == null);
    cotangents = allocate(buffers, batch);
    allocateScratch(batch, 0);
    cuts = new Cut[batch + 1];
  }

  private void keep(int value) {
    int place = cotangentPlaces.of(value);
    if (kept[place] == null) {
      kept[place] = workspace.tensor(values[place].shape());
    }
  }

  private void bind(int index, TrainingStep step, Parameters parameters, int slices) {
    Program.Instruction instruction = program.instructions().get(index);
    long from = Long.MAX_VALUE;
    long to = 0;
    for (Parameters.Entry entry : parameters.entries()) {
      if (entry.owner().equals(instruction.owner()) && entry.spec().role().trained()) {
        from = Math.min(from, entry.offset());
        to = Math.max(to, entry.offset() + entry.spec().shape().size());
      }
    }
    Tensor own = gradient.part(from, Shape.vector(Math.toIntExact(to - from)));
    step.bindGradient(own);
    if (step.partialSize() > 0) {
      Shape rows = Shape.vector(Math.toIntExact(step.partialSize())).batch(slices);
      partials[index] = slices == 1 ? own.reshape(rows) : workspace.tensor(rows);
    }
    if (step.keepsOutputCotangent()) {
      keep(instruction.writes().get(0));
    }
    if (step.isBatchGlobal()) {
      barriers.add(index);
    }
    for (int task = 0; task < step.gradientTasks(); task++) {
      gradientTasks.add(new GradientTask(step, index, task));
    }
  }

  @Override
  String cut() {
    return Text.format(
        "slices of %d samples up to step %d, each worker's share from there", slice, tail);
  }

  /** The largest batch. */
  public int batch() {
    return batch;
  }

  /** The gradient of the last {@link #lossGradient}, laid out as {@link Parameters#trained()}. */
  public Tensor gradient() {
    return gradient;
  }

  /**
   * Mean softmax cross-entropy of a mini-batch and its gradient with respect to the parameters;
   * also updates the running statistics of BatchNorm.
   *
   * @param inputs samples × input
   * @param classes label of each sample
   * @param samples 1 to {@link #batch()}
   * @param stepKey key of the random numbers of this step (dropout)
   * @return the mean loss; NaN or infinite if the network has diverged
   */
  public double lossGradient(float[] inputs, int[] classes, int samples, long stepKey) {
    access.begin();
    try {
      prepare(inputs, null, classes, samples);
      start(stepKey);
      return loss();
    } finally {
      access.end();
    }
  }

  /**
   * Brings the mini-batch of the next {@link #start}: a device that works by itself may still be at
   * the one before, whose loss can be asked for afterwards. The inputs must stay as they are until
   * then.
   *
   * @param inputs samples × input
   * @param moved how each sample is moved first, where the network runs; null for as they are
   * @param classes label of each sample
   * @param samples 1 to {@link #batch()}, but at least 2 where there is a {@link
   *     Architecture#loneNorm}
   */
  public void prepare(float[] inputs, Move[] moved, int[] classes, int samples) {
    access.begin();
    try {
      bring(inputs, moved, classes, samples);
    } finally {
      access.end();
    }
  }

  private void bring(float[] inputs, Move[] moved, int[] classes, int samples) {
    if (samples < least || samples > batch) {
      throw new IllegalArgumentException(
          Text.format("this plan takes %d to %d samples, got %d", least, batch, samples));
    }
    if (labelValues == null) {
      labelValues = new float[batch];
      moveValues = new float[Math.multiplyExact(batch, Move.FLOATS)];
      resultValues = new float[results.shape().intSize()];
    }
    next = cuts[samples] == null ? cuts[samples] = cut(samples) : cuts[samples];
    for (int i = 0; i < samples; i++) {
      labelValues[i] = classes[i];
    }
    labels.write(labelValues);
    this.moved = moved != null;
    if (moved != null) {
      write(moved, samples);
    }
    if (backend.takesWholeBatches()) {
      next.entrances[0].bring(inputs);
    } else {
      this.inputs = inputs; // the slices bring their own
    }
  }

  private void write(Move[] moved, int samples) {
    if (moves == null) {
      throw new IllegalArgumentException("only images can be moved, inputs are " + in);
    }
    for (int i = 0; i < samples; i++) {
      moved[i].write(moveValues, i * Move.FLOATS);
    }
    moves.write(moveValues);
  }

  /**
   * {@link #lossGradient} of the batch of {@link #prepare}, without waiting for the loss.
   *
   * @param stepKey see there
   */
  public void start(long stepKey) {
    access.begin();
    try {
      run(stepKey);
    } finally {
      access.end();
    }
  }

  private void run(long stepKey) {
    if (next == null) {
      throw new IllegalStateException("no batch was prepared");
    }
    refresh();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof DropoutStep dropout) {
        dropout.draw(stepKey);
      }
    }
    current = next;
    next = null;
    segmentFrom = 0;
    current.repetition.run(stepTask, 0, 0);
    inputs = null;
  }

  /** Forward and backward. */
  private void step() {
    Workers workers = backend.workers();
    int slices = current.slices.length;
    alone = workers.parts(slices) == 1 ? slices : slices - slices % workers.count();
    for (int i = 0; i < barriers.size(); i++) {
      int barrier = barriers.get(i);
      segmentTo = barrier;
      forwardSlices();
      training(barrier).mergeStatistics(current.whole.of(barrier), slice);
      segmentFrom = barrier;
    }
    segmentTo = tail;
    if (tail > 0) {
      forwardSlices();
    }
    workers.run(current.groups.length, tailTask);
    for (int i = barriers.size() - 1; i >= -1 && segmentTo > 0; i--) {
      segmentFrom = i >= 0 ? barriers.get(i) : -1;
      backwardSlices();
      if (i >= 0) {
        training(segmentFrom).mergeBackwardStatistics(current.whole.of(segmentFrom));
        segmentTo = segmentFrom + 1;
      }
    }
    workers.run(gradientTasks.size(), gradientTask);
  }

  /** The mean loss of the last {@link #start}. */
  public double loss() {
    access.begin();
    try {
      if (current == null) {
        throw new IllegalStateException("no batch was started");
      }
      return meanLoss(current.samples);
    } finally {
      access.end();
    }
  }

  /** The logits of the step whose {@link #loss} was asked for last: samples × classes. */
  public void logits(float[] target) {
    System.arraycopy(resultValues, 0, target, 0, current.samples * out.intSize());
  }

  /**
   * Steps from segmentFrom to segmentTo; in the middle of a batch-global step where a barrier ends
   * the segment.
   */
  private void forwardSlices() {
    backend.workers().run(alone, forwardTask);
    for (int index = alone; index < current.slices.length; index++) {
      Views views = current.slices[index];
      enter(index);
      for (int i = segmentFrom; i < segmentTo; i++) {
        forwardTogether(steps.get(i), views.of(i));
      }
      leave(views);
    }
  }

  private void forwardSlice(int index, int worker) {
    Views views = current.slices[index];
    Tensor scratch = scratch(worker);
    enter(index);
    for (int i = segmentFrom; i < segmentTo; i++) {
      steps.get(i).forward(views.of(i), scratch);
    }
    leave(views);
  }

  private void enter(int index) {
    if (segmentFrom == 0 && (barriers.isEmpty() || segmentTo == barriers.get(0))) {
      current.entrances[index].enter();
    }
  }

  private void leave(Views views) {
    if (segmentTo < tail) {
      training(segmentTo).statistics(views.of(segmentTo));
    }
  }

  /** The steps at the end forward, the loss, and the same steps backward. */
  private void tailGroup(int index, int worker) {
    Views views = current.groups[index];
    Tensor scratch = scratch(worker);
    if (tail == 0) {
      current.entrances[index].enter();
    }
    for (int i = tail; i < steps.size(); i++) {
      steps.get(i).forward(views.of(i), scratch);
    }
    float scale = 1f / current.samples;
    backend.softmaxCrossEntropy(
        views.out, current.labels[index], scale, current.losses[index], views.dOut);
    for (int i = steps.size() - 1; i >= tail; i--) {
      steps.get(i).backward(views.of(i), scratch);
    }
  }

  /**
   * Steps below segmentTo down to the one after segmentFrom, then the sums of that batch-global
   * step.
   */
  private void backwardSlices() {
    backend.workers().run(alone, backwardTask);
    for (int index = alone; index < current.slices.length; index++) {
      Views views = current.slices[index];
      for (int i = segmentTo - 1; i > segmentFrom; i--) {
        backwardTogether(steps.get(i), views.of(i));
      }
      leaveBackward(views);
    }
  }

  private void backwardSlice(int index, int worker) {
    Views views = current.slices[index];
    Tensor scratch = scratch(worker);
    for (int i = segmentTo - 1; i > segmentFrom; i--) {
      steps.get(i).backward(views.of(i), scratch);
    }
    leaveBackward(views);
  }

  private void leaveBackward(Views views) {
    if (segmentFrom >= 0) {
      training(segmentFrom).backwardStatistics(views.of(segmentFrom));
    }
  }

  private void gradientPart(int index, int worker) {
    GradientTask part = gradientTasks.get(index);
    part.step.gradient(part.task, current.whole.of(part.index), scratch(worker));
  }

  private TrainingStep training(int index) {
    return (TrainingStep) steps.get(index);
  }

  private double meanLoss(int samples) {
    results.read(resultValues, 0);
    int from = Math.toIntExact(losses.offset() - results.offset());
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += resultValues[from + i];
    }
    return sum / samples;
  }

  private Cut cut(int samples) {
    Cut cut = new Cut();
    cut.samples = samples;
    int slices = (samples + slice - 1) / slice;
    cut.slices = new Views[slices];
    for (int s = 0; s < slices; s++) {
      cut.slices[s] = views(s * slice, Math.min(samples, (s + 1) * slice), s, s + 1);
    }
    int shares = shares(1);
    int most = backend.takesWholeBatches() ? batch : MAX_GROUP;
    int group = Math.min(most, (samples + shares - 1) / shares);
    int groups = (samples + group - 1) / group;
    cut.groups = new Views[groups];
    cut.entrances = tail == 0 ? entrances(samples, group) : entrances(samples, slice);
    cut.labels = new Tensor[groups];
    cut.losses = new Tensor[groups];
    for (int g = 0; g < groups; g++) {
      int from = g * group;
      int to = Math.min(samples, from + group);
      cut.groups[g] = views(from, to, 0, 0);
      cut.labels[g] = labels.slice(from, to);
      cut.losses[g] = losses.slice(from, to);
    }
    cut.whole = views(0, samples, 0, slices);
    cut.repetition = repetition();
    return cut;
  }

  private Entrance[] entrances(int samples, int each) {
    Entrance[] entrances = new Entrance[(samples + each - 1) / each];
    for (int i = 0; i < entrances.length; i++) {
      entrances[i] = new Entrance(i * each, Math.min(samples, (i + 1) * each));
    }
    return entrances;
  }

  /**
   * Views of samples {@code from … to − 1} and of rows {@code fromRow … toRow − 1} of the partial
   * sums.
   */
  private Views views(int from, int to, int fromRow, int toRow) {
    Views views = new Views(this, 0, steps.size(), new Held(this, from, to));
    for (int i = 0; i < steps.size(); i++) {
      Step.Io view = views.of(i);
      view.first = from;
      if (partials[i] != null && toRow > fromRow) {
        view.partial = partials[i].slice(fromRow, toRow);
        if (toRow == fromRow + 1) {
          Tensor row = view.partial.reshape(partials[i].shape().sample());
          view.partialViews = training(i).partialViews(row);
        }
      }
    }
    return views;
  }

  private record Held(TrainingPlan plan, int from, int to) implements Views.Tensors {

    @Override
    public Tensor value(int value, Shape sample) {
      return plan.values[value].slice(from, to).reshape(sample.batch(to - from));
    }

    @Override
    public Tensor cotangent(int value, Shape sample) {
      if (!plan.wanted[value]) {
        return null;
      }
      Tensor own = plan.kept[plan.cotangentPlaces.of(value)];
      return own == null
          ? plan.region(plan.buffers.of(value), sample, from, to)
          : own.slice(from, to).reshape(sample.batch(to - from));
    }

    @Override
    public Tensor saved(int step) {
      return plan.saved[step] == null ? null : plan.saved[step].slice(from, to);
    }
  }

  /** The region of a buffer of cotangents that belongs to some samples. */
  private Tensor region(int buffer, Shape sample, int from, int to) {
    return cotangents[buffer].part(from * buffers.size(buffer), sample.batch(to - from));
  }
}
