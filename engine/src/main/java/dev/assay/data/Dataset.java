package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Labelled samples with their provenance. Pixels are float32, in [0, 1] unless a corruption put
 * them elsewhere; an image is channel by channel, row by row. Never changed once made: the arrays
 * are handed out for speed and must not be written.
 */
public final class Dataset {
  /** The most values that one data set holds: the longest array that a JVM allocates. */
  static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  private final Shape sample;
  private final float[] images;
  private final int[] labels;
  private final int[] originalLabels;
  private final Corruption.Kind[] corruptions;
  private final List<String> classNames;
  private final Provenance provenance;

  Dataset(
      Shape sample,
      float[] images,
      int[] labels,
      int[] originalLabels,
      Corruption.Kind[] corruptions,
      List<String> classNames,
      Provenance provenance) {
    this.sample = sample;
    this.images = images;
    this.labels = labels;
    this.originalLabels = originalLabels;
    this.corruptions = corruptions;
    this.classNames = List.copyOf(classNames);
    this.provenance = provenance;
    if (labels.length == 0) {
      throw new BadInputException(provenance.summary() + ": a data set needs at least one sample");
    }
    if (images.length != Math.multiplyExact(labels.length, sample.size())) {
      throw new IllegalArgumentException(
          labels.length + " samples of " + sample + " do not make " + images.length + " values");
    }
    for (int label : labels) {
      Objects.checkIndex(label, classNames.size());
    }
  }

  /**
   * Clean samples. The arrays become the data set's own.
   *
   * @param images {@code labels.length × sample.size()} values
   * @param labels indices into {@code classNames}
   */
  public static Dataset of(
      Shape sample, float[] images, int[] labels, List<String> classNames, Provenance provenance) {
    Corruption.Kind[] none = new Corruption.Kind[labels.length];
    Arrays.fill(none, Corruption.Kind.NONE);
    return new Dataset(sample, images, labels, labels, none, classNames, provenance);
  }

  /** Number of samples. */
  public int count() {
    return labels.length;
  }

  /** Shape of one sample. */
  public Shape sample() {
    return sample;
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  public List<String> classNames() {
    return classNames;
  }

  public Provenance provenance() {
    return provenance;
  }

  /** All samples, one after the other. Not to be written. */
  public float[] images() {
    return images;
  }

  /** The class of every sample, as corrupted. Not to be written. */
  public int[] labels() {
    return labels;
  }

  /** The class of a sample, as corrupted. */
  public int label(int index) {
    return labels[index];
  }

  /** The class of a sample before any corruption. */
  public int originalLabel(int index) {
    return originalLabels[index];
  }

  /** What was done to a sample. */
  public Corruption.Kind corruption(int index) {
    return corruptions[index];
  }

  /** Copies one sample into {@code target}, starting at {@code at}. */
  public void copy(int index, float[] target, int at) {
    int size = sample.intSize();
    System.arraycopy(images, index * size, target, at, size);
  }

  /** The first {@code count} samples. */
  public Dataset take(int count) {
    requirePart(count);
    if (count == count()) {
      return this;
    }
    return range(0, count, new DataStep.First(count, count()));
  }

  /** The last {@code count} samples. */
  public Dataset last(int count) {
    requirePart(count);
    return range(count() - count, count(), new DataStep.Last(count, count()));
  }

  private Dataset range(int from, int to, DataStep step) {
    return new Dataset(
        sample,
        Arrays.copyOfRange(images, from * sample.intSize(), to * sample.intSize()),
        Arrays.copyOfRange(labels, from, to),
        Arrays.copyOfRange(originalLabels, from, to),
        Arrays.copyOfRange(corruptions, from, to),
        classNames,
        provenance.then(step.text()));
  }

  /** The samples at {@code indices}, in that order; an index may repeat. */
  public Dataset select(int... indices) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(indices.length, Integer.BYTES));
    bytes.asIntBuffer().put(indices);
    String hash = Checksum.sha256(bytes.array());
    return gather(
        indices, "selection of " + indices.length + " of " + count() + ", indices " + hash);
  }

  /** {@code count} samples drawn without repetition, in random order. */
  public Dataset shuffledSubset(int count, long seed) {
    requirePart(count);
    int[] order = Streams.permutation(Streams.key(seed, "subset"), count());
    return gather(Arrays.copyOf(order, count), new DataStep.Subset(count, count(), seed).text());
  }

  /**
   * The images in the middle of a canvas, channel by channel; where the margin is odd, there is one
   * pixel more below and to the right. The rest is black, 0, as where {@link Augmentation} moved an
   * image away.
   *
   * @param side pixels of the canvas, high and wide
   */
  public Dataset onCanvas(int side) {
    if (!sample.isImage() || side < Math.max(sample.height(), sample.width())) {
      throw new BadInputException(
          Text.format(
              "%s: samples of %s do not fit on a canvas of %d × %d; expected images, none larger"
                  + " than it",
              provenance.summary(), sample, side, side));
    }
    Shape larger = Shape.image(sample.channels(), side, side);
    requireRoom(provenance.summary(), count(), larger.size());
    int height = sample.height();
    int width = sample.width();
    int corner = (side - height) / 2 * side + (side - width) / 2;
    float[] drawn = new float[count() * larger.intSize()];
    for (int row = 0; row < count() * sample.channels() * height; row++) {
      int at = row / height * side * side + corner + row % height * side;
      System.arraycopy(images, row * width, drawn, at, width);
    }
    return redrawn(larger, drawn, new DataStep.Canvas(side));
  }

  /**
   * The images changed, one by one.
   *
   * @throws BadInputException if samples are no images
   */
  public Dataset altered(Alteration alteration) {
    if (alteration.ofImages() && !sample.isImage()) {
      throw new BadInputException(
          Text.format(
              "%s: samples of %s are no images and cannot be %s",
              provenance.summary(), sample, alteration.text()));
    }
    Shape shape = alteration.shape(sample);
    requireRoom(provenance.summary(), count(), shape.size());
    float[] drawn = new float[count() * shape.intSize()];
    for (int i = 0; i < count(); i++) {
      alteration.apply(i, sample, images, drawn);
    }
    return redrawn(shape, drawn, new DataStep.Altered(alteration));
  }

  private Dataset redrawn(Shape shape, float[] drawn, DataStep step) {
    return new Dataset(
        shape,
        drawn,
        labels,
        originalLabels,
        corruptions,
        classNames,
        provenance.then(step.text()));
  }

  /** Mean over all values of all samples. */
  public double mean() {
    double sum = 0;
    for (float value : images) {
      sum += value;
    }
    return sum / images.length;
  }

  /** Standard deviation over all values of all samples (of the population: divided by n). */
  public double standardDeviation() {
    double mean = mean();
    double sum = 0;
    for (float value : images) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / images.length);
  }

  /** For example {@code mnist train: 60000 samples of 1×28×28 in 10 classes}. */
  @Override
  public String toString() {
    return provenance.summary()
        + ": "
        + count()
        + " samples of "
        + sample
        + " in "
        + classes()
        + " classes";
  }

  /** Fails when an array of {@code samples × size} values cannot exist in this JVM. */
  static void requireRoom(String where, long samples, long size) {
    long most = MAX_VALUES / size;
    if (samples > most) {
      throw new BadInputException(
          where + ": " + samples + " samples of " + size + " values; at most " + most + " fit");
    }
    long heap = Runtime.getRuntime().maxMemory();
    long needed = samples * size * (Float.BYTES + 1);
    if (needed > heap) {
      throw new BadInputException(
          where
              + ": reading "
              + samples
              + " samples takes "
              + (needed >> 20)
              + " MiB of heap, the JVM may use "
              + (heap >> 20)
              + " MiB; raise -Xmx");
    }
  }

  private Dataset gather(int[] indices, String step) {
    return gather(indices, provenance.then(step));
  }

  /** The samples at {@code indices}, told of otherwise. */
  Dataset gather(int[] indices, Provenance told) {
    requireRoom(provenance.summary(), indices.length, sample.size());
    int size = sample.intSize();
    float[] chosen = new float[indices.length * size];
    int[] chosenLabels = new int[indices.length];
    int[] chosenOriginals = new int[indices.length];
    Corruption.Kind[] chosenCorruptions = new Corruption.Kind[indices.length];
    for (int i = 0; i < indices.length; i++) {
      int index = Objects.checkIndex(indices[i], count());
      copy(index, chosen, i * size);
      chosenLabels[i] = labels[index];
      chosenOriginals[i] = originalLabels[index];
      chosenCorruptions[i] = corruptions[index];
    }
    return new Dataset(
        sample, chosen, chosenLabels, chosenOriginals, chosenCorruptions, classNames, told);
  }

  private void requirePart(int count) {
    if (count < 1 || count > count()) {
      throw new BadInputException(
          provenance.summary()
              + ": cannot take "
              + count
              + " samples, expected a number from 1 to "
              + count());
    }
  }
}
