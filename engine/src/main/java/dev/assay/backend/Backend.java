package dev.assay.backend;

import dev.assay.tensor.Memory;
import dev.assay.tensor.Tensor;
import java.util.List;

/**
 * The operations networks are made of. Three rules hold for every implementation:
 *
 * <ul>
 *   <li><b>It never allocates.</b> Callers bring outputs and scratch; {@code null} is allowed only
 *       where said.
 *   <li><b>One thread per call.</b> A call handles the samples it is given; the engine cuts batches
 *       into slices and runs slices on {@link #workers()}. Where there are fewer samples than
 *       workers, products come in parts: a call computes part {@code part} of {@code parts} of the
 *       outputs (0 of 1 is the whole), all parts together compute all, and the bits are those of
 *       one call. A backend may compute all in part 0. Different workers pass different scratch.
 *   <li><b>A sample's result depends on that sample alone</b>, bit for bit: never on its position,
 *       on the number of its neighbours or on the thread. Sums over samples run in the order of the
 *       samples.
 * </ul>
 *
 * <p>Tensors are float32; images are {@code N×C×H×W}, vectors {@code N×D}; convolution weights
 * {@code O×I×kh×kw}, dense weights {@code O×I}. Outputs are overwritten and never overlap inputs
 * unless said. Arguments are checked by the caller (see {@code Architecture}); implementations may
 * assume that shapes fit, and that windows are padded with zeros: {@link #pad} makes what lies
 * beyond a circular edge.
 *
 * <p><b>Several cotangents per sample.</b> Where a backward operation needs something of the
 * forward pass (a mask, indices), that tensor has {@code N} samples and {@code dy}, {@code dx} have
 * {@code N·K}: the {@code K} cotangents of sample {@code n} are rows {@code n·K … n·K + K − 1}.
 * {@code K} is the ratio of the counts.
 *
 * <p>{@code dev.assay.backend.reference} is the specification: obvious loops, double accumulation.
 */
public interface Backend extends Memory, AutoCloseable {

  /** {@code reference}, {@code cpu} or {@code cuda}. */
  String name();

  /**
   * One line for people and provenance: the library versions, instruction set and device in use.
   */
  String description();

  /** What decides the last bits of a result: {@link #description} without the threads. */
  String arithmetic();

  /** The threads that slices run on. */
  Workers workers();

  /** Bytes allocated and not freed. */
  long liveBytes();

  /**
   * True where one call should take all samples there are, because only large calls are fast; false
   * where batches should be cut into slices that fit a processor's cache and into tasks that
   * workers share.
   */
  default boolean takesWholeBatches() {
    return false;
  }

  /**
   * True where {@link #conv2d}, {@link #dense} and their backward operations take weights in their
   * plain order, too, so that nothing need be packed.
   */
  default boolean takesPlainWeights() {
    return false;
  }

  /** A place for work that will be done many times; whoever asked for it closes it. */
  default Repetition repetition() {
    return Repetition.PLAIN;
  }

  /**
   * Waits until everything asked for is done. Only measuring time needs it: operations see each
   * other's results, and reading a tensor waits.
   */
  default void finish() {}

  // ---- Products with packed weights -----------------------------------------------------------

  /** Floats of the packed form of convolution weights. */
  long conv2dPackedSize(Window window, int inChannels, int outChannels, Direction direction);

  /**
   * Rewrites {@code weights} (O×I×kh×kw) in the order in which {@link #conv2d} or its backward
   * reads them.
   */
  void conv2dPack(Window window, Tensor weights, Direction direction, Tensor packed);

  /**
   * Floats of scratch that {@link #conv2d} and its two backward operations need per worker for such
   * samples.
   */
  long conv2dScratchSize(Window window, int inChannels, int height, int width, int outChannels);

  /**
   * Convolution (cross-correlation): {@code y[n,o,i,j] = bias[o] + Σ_c Σ_a Σ_b w[o,c,a,b] ·
   * x[n,c,i·s+a−p,j·s+b−p]}, zero outside the image; then {@code max(y, 0)} if {@code relu}.
   *
   * <p>Where two windows beside or above each other hold the same values, as on a constant
   * background, their outputs have the same bits, so that what follows sees a tie where there is
   * one. (Not promised on a card, where cuDNN chooses the form.)
   *
   * @param x N×I×H×W
   * @param packed forward form of the weights
   * @param bias O, or null for none
   * @param y N×O×H'×W'
   */
  void conv2d(
      Window window,
      Tensor x,
      Tensor packed,
      Tensor bias,
      boolean relu,
      int part,
      int parts,
      Tensor y,
      Tensor scratch);

  /**
   * Cotangent of the input: {@code dx[n,c,h,w] = Σ_o Σ_a Σ_b w[o,c,a,b] · dy[n,o,i,j]} over all
   * {@code i·s+a−p = h}, {@code j·s+b−p = w}.
   *
   * @param packed backward form of the weights
   */
  void conv2dBackwardData(
      Window window, Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch);

  /**
   * Gradient of the weights, summed over the samples given: {@code dw[o,c,a,b] = Σ_n Σ_i Σ_j
   * dy[n,o,i,j] · x[n,c,i·s+a−p,j·s+b−p]}, {@code db[o] = Σ_n Σ_i Σ_j dy[n,o,i,j]}.
   *
   * @param dWeights O×I×kh×kw, in the plain (not packed) order
   * @param dBias O, or null
   */
  void conv2dBackwardWeights(
      Window window,
      Tensor x,
      Tensor dy,
      int part,
      int parts,
      Tensor dWeights,
      Tensor dBias,
      Tensor scratch);

  /**
   * How the forward product, backward data and backward weights of such a convolution are computed,
   * for people.
   */
  default List<String> conv2dForms(
      Window window, int inChannels, int height, int width, int outChannels) {
    return List.of("direct", "direct", "direct");
  }

  /** Floats of the packed form of dense weights. */
  long densePackedSize(int inputs, int outputs, Direction direction);

  /**
   * Rewrites {@code weights} (O×I) in the order in which {@link #dense} or its backward reads them.
   * The work is cut into {@code parts}; this call does number {@code part}, so that several workers
   * can share it.
   */
  void densePack(Tensor weights, Direction direction, int part, int parts, Tensor packed);

  /**
   * Floats of scratch that {@link #dense} and its backward operations need per worker, for at most
   * {@code batch} samples.
   */
  long denseScratchSize(int batch, int inputs, int outputs);

  /**
   * {@code y[n,o] = bias[o] + Σ_i w[o,i] · x[n,i]}; then {@code max(y, 0)} if {@code relu}.
   *
   * @param packed forward form of the weights
   * @param bias O, or null for none
   */
  void dense(
      Tensor x,
      Tensor packed,
      Tensor bias,
      boolean relu,
      int part,
      int parts,
      Tensor y,
      Tensor scratch);

  /** {@code dx[n,i] = Σ_o w[o,i] · dy[n,o]}; {@code packed} is the backward form. */
  void denseBackwardData(Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch);

  /**
   * {@link #dense} with the weights (O×I) as they are: for weights that change from call to call,
   * as in training, where packing would cost more than it brings. The same bits.
   */
  void densePlain(Tensor x, Tensor weights, Tensor bias, boolean relu, Tensor y, Tensor scratch);

  /** {@link #denseBackwardData} with the weights (O×I) as they are. */
  void densePlainBackwardData(Tensor dy, Tensor weights, Tensor dx, Tensor scratch);

  /**
   * Rows {@code fromRow} to {@code toRow} (exclusive) of the gradient of the weights, summed over
   * the samples given: {@code dw[o,i] = Σ_n dy[n,o] · x[n,i]}, {@code db[o] = Σ_n dy[n,o]}.
   *
   * @param dWeights O×I, of which those rows are written
   * @param dBias O, of which those entries are written; or null
   */
  void denseBackwardWeights(
      Tensor x, Tensor dy, int fromRow, int toRow, Tensor dWeights, Tensor dBias, Tensor scratch);

  // ---- Pooling and filters --------------------------------------------------------------------

  /**
   * Maximum under the window; padding counts as −∞. The first position in row-major order wins
   * ties: values with the same bits, which {@link #conv2d} sees to where they are equal in exact
   * arithmetic.
   *
   * @param argmax N×C×H'×W', the index {@code h·W + w} of the winner in its plane, stored as a
   *     float; or null
   */
  void maxPool(Window window, Tensor x, Tensor y, Tensor argmax);

  /**
   * Routes each cotangent to the winner: {@code dx = Σ dy} over the windows that element won. K
   * cotangents.
   *
   * @param window that of {@link #maxPool}
   */
  void maxPoolBackward(Window window, Tensor argmax, Tensor dy, Tensor dx);

  /** Mean under the window; padding counts as zeros and always in the denominator {@code kh·kw}. */
  void avgPool(Window window, Tensor x, Tensor y);

  void avgPoolBackward(Window window, Tensor dy, Tensor dx);

  /**
   * Extends images by what lies beyond their edges: {@code y[n,c,i,j] = x[n,c,s(i−top),s(j−left)]},
   * where {@code s} is {@link Edge#source}, and 0 where there is none.
   *
   * @param top rows that {@code y} has before those of {@code x}, at least 0
   * @param left columns, likewise
   * @param y N×C×H'×W', which holds {@code x} whole: {@code H' ≥ top + H}, {@code W' ≥ left + W}
   */
  void pad(Edge edge, int top, int left, Tensor x, Tensor y);

  /** The transpose of {@link #pad}. */
  void padBackward(Edge edge, int top, int left, Tensor dy, Tensor dx);

  /**
   * The polyphase component of the greatest norm. Component {@code u + strideHeight·v} of a sample
   * is {@code x[n,c,u + i·strideHeight,v + j·strideWidth]}, over all {@code c, i, j}; the strides
   * divide the extents. Rolling an image rolls and permutes its components, and the choice follows:
   * it depends on each component's values alone, by sums that are exact in any order.
   *
   * <p>Values are divided by the power of two above the sample's greatest absolute value, squares
   * rounded to multiples of {@code 2^−(50−⌈log₂ size⌉)}. The greatest sum wins; of equal ones that
   * of the greatest sum of absolute values (rounded likewise), then of the greatest absolute value,
   * then that which has the largest value more often that both do not have equally often, then that
   * which, rolled so that its values in order of {@code c, i, j} come first lexicographically,
   * comes before the other. What is left are components that differ by rolling: the first wins.
   * Where a sample has values that are not finite, the first of the components that have most.
   * Source: Chaman and Dokmanic 2021, "Truly shift-invariant convolutional neural networks".
   *
   * @param phases N, the number of the component stored as a float
   */
  void selectPhase(int strideHeight, int strideWidth, Tensor x, Tensor phases);

  /**
   * Depthwise low-pass filter and subsampling, see {@link Blur}: output {@code (i, j)} is the
   * filter's at pixel {@code (u + i·strideHeight, v + j·strideWidth)}.
   *
   * @param phases N, {@code u + strideHeight·v} of each sample, see {@link #selectPhase}; or null
   *     for 0
   */
  void blur(Blur blur, Tensor phases, Tensor x, Tensor y);

  /** The transpose of {@link #blur}. K cotangents. */
  void blurBackward(Blur blur, Tensor phases, Tensor dy, Tensor dx);

  // ---- Activations ----------------------------------------------------------------------------

  /**
   * {@code y = x > 0 ? x : slope·x}, and 0 for all that is not positive where {@code slope} is 0;
   * NaN stays NaN; may run in place.
   *
   * @param slope finite, at least 0
   */
  void relu(float slope, Tensor x, Tensor y);

  /**
   * {@code dx = y > 0 ? dy : slope·dy}, and 0 for the latter where {@code slope} is 0; {@code y} is
   * the output of the forward pass; may run in place. K cotangents.
   */
  void reluBackward(float slope, Tensor y, Tensor dy, Tensor dx);

  /**
   * {@code y = min(max(x, least), most)}; NaN stays NaN; may run in place.
   *
   * @param least finite, less than {@code most}
   * @param most finite
   */
  void clip(float least, float most, Tensor x, Tensor y);

  /**
   * {@code dx = least < y < most ? dy : 0}; {@code y} is the output of the forward pass; may run in
   * place. K cotangents.
   */
  void clipBackward(float least, float most, Tensor y, Tensor dy, Tensor dx);

  /** {@code y = f(x)}, in double precision, then rounded; may run in place. */
  void curve(Curve f, Tensor x, Tensor y);

  /**
   * {@code dx = f′(x)·dy}; {@code x} is the input of the forward pass; {@code dx} may be {@code
   * dy}. K cotangents.
   */
  void curveBackward(Curve f, Tensor x, Tensor dy, Tensor dx);

  /**
   * Inverted dropout: {@code y = keep ? x / (1 − rate) : 0}. Element {@code i} of sample {@code n}
   * is kept when {@code Streams.uniform(key, (firstSample + n) · size + i) ≥ rate}, so the mask
   * depends on the key and the position alone and the same call serves as its own backward. May run
   * in place.
   */
  void dropout(float rate, long key, long firstSample, Tensor x, Tensor y);

  // ---- Branches -------------------------------------------------------------------------------

  /** {@code y = a + b}, then {@code max(y, 0)} if {@code relu}; may run in place on either. */
  void add(Tensor a, Tensor b, boolean relu, Tensor y);

  /**
   * Copies channels of each sample: {@code y[n, to + c] = x[n, from + c]} for {@code c} below
   * {@code channels}. A channel of an image is a plane, as large in {@code x} as in {@code y}; of a
   * vector one value.
   *
   * @param y the channels that are not written stay as they are
   */
  void copyChannels(Tensor x, int from, Tensor y, int to, int channels);

  // ---- BatchNorm ------------------------------------------------------------------------------
  // A channel of an image is normalised over samples, rows and columns; a vector counts as C×1×1.

  /**
   * First pass over a slice of samples: {@code partial[0,c]} = mean, {@code partial[1,c]} = sum of
   * squared deviations from that mean, of channel {@code c} over the slice.
   *
   * <p>Accuracy, this and {@link #batchNormMerge} together: with {@code κ = |mean| / deviation} of
   * a channel, {@code ε = 2⁻²³} and a small {@code k} for the sums, the relative error of the
   * variance is at most {@code ε·(k + κ²)}, that of the mean {@code ε·(|mean| + k·deviation)}; so a
   * value normalised to {@code x̂} is off by at most {@code ε·(k + κ)·(1 + |x̂|)} while {@code ε·κ
   * < 1}. Sums are of differences from a value near the mean, never of the values themselves: a
   * channel that is constant has that constant as its mean and variance 0, exactly and at any
   * magnitude.
   *
   * @param partial 2×C
   */
  void batchNormStatistics(Tensor x, Tensor partial);

  /**
   * Combines the slices' statistics in their order (Chan et al. 1979) and updates the running ones:
   * {@code running ← (1 − momentum)·running + momentum·batch}, the variance there being the
   * unbiased one.
   *
   * @param partials G×2×C from {@link #batchNormStatistics}
   * @param batch samples in all
   * @param slice samples of every slice but the last, which has the rest
   * @param plane rows × columns
   * @param bias C, what every value lacks because normalising takes it away again: the running mean
   *     follows {@code mean + bias}; or null for nothing
   * @param mean C, output
   * @param inverseDeviation C, output: {@code 1 / sqrt(biased variance + epsilon)}
   * @param runningMean C, updated
   * @param runningVariance C, updated
   */
  void batchNormMerge(
      Tensor partials,
      int batch,
      int slice,
      int plane,
      float momentum,
      float epsilon,
      Tensor bias,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor runningMean,
      Tensor runningVariance);

  /**
   * {@code y = gamma·(x − mean)·inverseDeviation + beta}, then {@code max(y, 0)} if {@code relu};
   * per channel. May run in place. Used in training with the batch's statistics and in evaluation
   * with the running ones.
   */
  void batchNorm(
      Tensor x,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor y);

  /**
   * First pass of the backward over a slice, {@code x̂ = (x − mean)·inverseDeviation}: {@code
   * partial[0,c] = Σ dy·x̂}, {@code partial[1,c] = Σ dy}. Summed over the slices they are the
   * gradients of gamma and beta.
   *
   * @param x the input of the forward pass
   * @param relu whether the forward pass had it: {@code dy} then counts as zero where {@code
   *     gamma·x̂ + beta} is not positive
   * @param partial 2×C
   */
  void batchNormBackwardStatistics(
      Tensor x,
      Tensor dy,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor partial);

  /**
   * Second pass: {@code dx = gamma·inverseDeviation·(dy − dBeta/M − x̂·dGamma/M)} with {@code M =
   * batch · plane}. May run in place on {@code dy}.
   *
   * @param relu as in {@link #batchNormBackwardStatistics}
   * @param population M, the number of values per channel in the whole batch
   */
  void batchNormBackward(
      Tensor x,
      Tensor dy,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor gamma,
      Tensor beta,
      boolean relu,
      Tensor dGamma,
      Tensor dBeta,
      long population,
      Tensor dx);

  /** {@code dx = scale[c]·dy}: backward of BatchNorm in evaluation. May run in place. */
  void scaleChannels(Tensor dy, Tensor scale, Tensor dx);

  // ---- Moves of images ------------------------------------------------------------------------

  /**
   * Shifts and mirrors each image as its {@link Move} says.
   *
   * @param x N×C×H×W
   * @param moves N×7, rows as {@link Move#write} leaves them
   * @param y N×C×H×W
   */
  void move(Tensor x, Tensor moves, Tensor y);

  // ---- Points of segments and their classes ---------------------------------------------------

  /**
   * Equidistant points of straight segments. Points are numbered through all segments, {@code P} on
   * each; number {@code q} is {@code from_n + t·(to_n − from_n)} with {@code n = q div P}, {@code t
   * = (q mod P)/(P − 1)}: in double, rounded once, so the bits are the same everywhere.
   *
   * @param from S×D, any shape of a sample
   * @param to S×D
   * @param points P on a segment, at least 2
   * @param first number of the first point that is wanted
   * @param out as many points as it has samples, from {@code first} on
   */
  void interpolate(Tensor from, Tensor to, int points, int first, Tensor out);

  /**
   * The first of the largest logits of each sample; −1 where one is not finite.
   *
   * @param logits N×K
   * @param classes N class indices stored as floats
   */
  void argmax(Tensor logits, Tensor classes);

  // ---- Comparisons ----------------------------------------------------------------------------

  /**
   * Folds samples to shorter ones: {@code y[n,j] = Σ_k signs[j + k·M]·x[n,j + k·M]}, k ascending,
   * as far as there are signs.
   *
   * @param x N×D, any shape of a sample
   * @param signs D
   * @param y N×M, M at most D
   */
  void fold(Tensor x, Tensor signs, Tensor y);

  /**
   * Means over a grid: {@code y[n,c,p,q]} is that of all {@code x[n,c,i,j]} with {@code ⌊i·H'/H⌋ =
   * p} and {@code ⌊j·W'/W⌋ = q}.
   *
   * @param x N×C×H×W
   * @param y N×C×H'×W', extents at most those of x
   */
  void gridMeans(Tensor x, Tensor y);

  /**
   * Products of samples with references and with themselves, in double precision: of sample {@code
   * n} with reference {@code (first + n) div each}. Sums depend on the size of a sample alone: of
   * equal vectors all products are the same bits.
   *
   * @param x N×D, any shape of a sample
   * @param references R×D
   * @param each how many samples in turn have the same reference
   * @param first number of the first sample
   * @param products N×4: {@code Σ_i x_i·r_i} and {@code Σ_i x_i²}, as {@link Tensor#readDoubles}
   *     reads them
   */
  void products(Tensor x, Tensor references, int each, int first, Tensor products);

  // ---- Loss, reductions, optimisers -----------------------------------------------------------

  /**
   * Softmax cross-entropy per sample: {@code loss[n] = log Σ_k exp(z[n,k]) − z[n,label]}, {@code
   * dz[n,k] = scale·(softmax(z)[n,k] − [k = label])}. Stable for any finite logits.
   *
   * @param labels N class indices stored as floats
   * @param loss N
   * @param dLogits N×K, or null
   */
  void softmaxCrossEntropy(Tensor logits, Tensor labels, float scale, Tensor loss, Tensor dLogits);

  /** {@code out[i] = Σ_g partials[g,i]}, in the order of {@code g}. */
  void sum(Tensor partials, Tensor out);

  /**
   * {@code g ← gradient + weightDecay·p; v ← momentum·v + g; p ← p − rate·(nesterov ? g +
   * momentum·v : v)}. Equal to torch.optim.SGD.
   */
  void sgd(
      Tensor parameters,
      Tensor gradient,
      Tensor velocity,
      float rate,
      float momentum,
      float weightDecay,
      boolean nesterov);

  /**
   * Adam (Kingma and Ba 2015) with {@code g ← gradient + weightDecay·p} (L2, not decoupled): {@code
   * m ← β1·m + (1−β1)·g; v ← β2·v + (1−β2)·g²; p ← p − rate·(m/(1−β1^t)) / (sqrt(v/(1−β2^t)) +
   * epsilon)}.
   *
   * @param step t, from 1
   */
  void adam(
      Tensor parameters,
      Tensor gradient,
      Tensor first,
      Tensor second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      long step);

  /** Stops the workers. All workspaces must have been closed. */
  @Override
  void close();
}
