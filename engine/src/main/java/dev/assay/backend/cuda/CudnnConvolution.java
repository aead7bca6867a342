package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ACTIVATION_IDENTITY;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ACTIVATION_RELU;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CONVOLUTION_FWD_ALGO_COUNT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_FMA_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_PROPAGATE_NAN;
import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_BAD_PARAM;
import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_NOT_SUPPORTED;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardData;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardFilter;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBiasActivationForward;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionForward;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateActivationDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyActivationDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionForwardAlgorithm_v7;
import static org.bytedeco.cuda.global.cudnn.cudnnSetActivationDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionMathType;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;

import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnActivationStruct;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Convolution by cuDNN's legacy interface, which all of cuDNN 9 has. An algorithm is chosen once
 * for each shape by cuDNN's heuristics, never by timing, among those that are deterministic, keep
 * to FP32 (unless TF32 is on) and fit the space. A shape without one goes to the fallback, and so
 * does one whose algorithm turns out not to run here, for want of a part of cuDNN, say.
 *
 * <p>Bias and ReLU are part of the convolution where cuDNN takes them with the algorithm; what it
 * refuses once for a shape follows as a kernel of its own. ReLU is asked to keep NaN, or divergence
 * would not show: older documentation has it that this is refused, cuDNN 9.24 hands the wish on to
 * what computes. Bias alone goes with one algorithm only (implicit, precomputed indices).
 */
@SuppressWarnings("deprecation") // deprecated in favour of a much larger interface, not removed
final class CudnnConvolution implements Convolution {
  /** Shapes whose choice is remembered: networks have tens, studies vary the last batch. */
  private static final int MOST_SHAPES = 512;

  /** What cuDNN's fused convolution wants of its addresses, in bytes. */
  private static final int ALIGNMENT = 16;

  /** The most elements of a tensor that cuDNN describes. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE;

  /** cuDNN's error codes are a kind in thousands, and details. */
  private static final int KIND = 1000;

  /** In place of an algorithm. */
  private static final int NONE = -1;

  private enum Operation {
    FORWARD,
    BACKWARD_DATA,
    BACKWARD_WEIGHTS
  }

  private record Key(
      Operation operation,
      Window window,
      int samples,
      int channels,
      int height,
      int width,
      int outputs) {}

  private static final class Choice {
    /** Null where cuDNN cannot describe it. */
    final ConvolutionShape shape;

    /** {@link #NONE} where the fallback convolves. */
    int algorithm;

    /** Whether cuDNN was asked for bias alone, and for bias and ReLU, and refused. */
    final boolean[] refused = new boolean[2];

    Choice(ConvolutionShape shape, int algorithm) {
      this.shape = shape;
      this.algorithm = algorithm;
    }

    void close() {
      if (shape != null) {
        shape.close();
      }
    }
  }

  private final cudnnContext context = new cudnnContext();
  private final cudnnActivationStruct identity = new cudnnActivationStruct();
  private final cudnnActivationStruct rectifier = new cudnnActivationStruct();
  private final Runnable bind;
  private final Convolution fallback;
  private final Launch launch;
  private final boolean tf32;
  private final long spaceBytes;
  private final Map<Key, Choice> choices = new LinkedHashMap<>(16, 0.75f, true);
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private final Address a = new Address();
  private final Address b = new Address();
  private final Address c = new Address();
  private final Address d = new Address();
  private final Address space = new Address();

  /**
   * @param bind makes the card current on the thread
   * @param spaceAt memory for the algorithms, which run one after the other
   * @param spaceBytes its size
   */
  CudnnConvolution(
      Runnable bind,
      CUstream_st stream,
      boolean tf32,
      long spaceAt,
      long spaceBytes,
      Convolution fallback,
      Launch launch) {
    this.bind = bind;
    this.fallback = fallback;
    this.launch = launch;
    this.tf32 = tf32;
    this.spaceBytes = spaceBytes;
    space.at(spaceAt);
    try {
      CudaCheck.dnn(cudnnCreate(context), "starting cuDNN");
      CudaCheck.dnn(cudnnSetStream(context, stream), "cudnnSetStream");
      describe(identity, CUDNN_ACTIVATION_IDENTITY);
      describe(rectifier, CUDNN_ACTIVATION_RELU);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static void describe(cudnnActivationStruct activation, int mode) {
    CudaCheck.dnn(cudnnCreateActivationDescriptor(activation), "cudnnCreateActivationDescriptor");
    CudaCheck.dnn(
        cudnnSetActivationDescriptor(activation, mode, CUDNN_PROPAGATE_NAN, 0),
        "cudnnSetActivationDescriptor");
  }

  @Override
  public long scratchSize(Window window, int inChannels, int height, int width, int outChannels) {
    return fallback.scratchSize(window, inChannels, height, width, outChannels);
  }

  @Override
  public void forward(
      Window window, Tensor x, Tensor weights, Epilogue epilogue, Tensor y, Tensor scratch) {
    Choice choice = choice(Operation.FORWARD, window, x, y);
    if (choice.algorithm == NONE) {
      fallback.forward(window, x, weights, epilogue, y, scratch);
    } else if (!fused(choice, x, weights, epilogue, y)) {
      if (forward(choice, x, weights, y)) {
        epilogue.apply(launch, y);
      } else {
        fallback.forward(window, x, weights, epilogue, y, scratch);
      }
    }
  }

  /** Everything in one, if that can be. */
  private boolean fused(Choice choice, Tensor x, Tensor weights, Epilogue epilogue, Tensor y) {
    Tensor bias = epilogue.bias();
    int kind = epilogue.relu() ? 1 : 0;
    if (bias == null || choice.refused[kind] || !aligned(x, weights, bias, y)) {
      return false;
    }
    ConvolutionShape shape = choice.shape;
    // y stands in for a summand that is multiplied by zero, and then not read
    int code =
        cudnnConvolutionBiasActivationForward(
            context,
            one,
            shape.images(),
            a.at(x.address()),
            shape.filters(),
            b.at(weights.address()),
            shape.convolution(),
            choice.algorithm,
            space,
            spaceBytes,
            zero,
            shape.maps(),
            c.at(y.address()),
            shape.bias(),
            d.at(bias.address()),
            epilogue.relu() ? rectifier : identity,
            shape.maps(),
            c);
    choice.refused[kind] = is(CUDNN_STATUS_BAD_PARAM, code) || is(CUDNN_STATUS_NOT_SUPPORTED, code);
    if (!choice.refused[kind]) {
      CudaCheck.dnn(code, "a convolution with bias");
    }
    return !choice.refused[kind];
  }

  private static boolean aligned(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (tensor.address() % ALIGNMENT != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(int kind, int code) {
    return code / KIND == kind / KIND;
  }

  /** Whether a call did its work; if cuDNN cannot do it, the fallback does from now on. */
  private static boolean done(int code, Choice choice, String what) {
    if (is(CUDNN_STATUS_NOT_SUPPORTED, code)) {
      choice.algorithm = NONE;
      return false;
    }
    CudaCheck.dnn(code, what);
    return true;
  }

  private boolean forward(Choice choice, Tensor x, Tensor weights, Tensor y) {
    ConvolutionShape shape = choice.shape;
    return done(
        cudnnConvolutionForward(
            context,
            one,
            shape.images(),
            a.at(x.address()),
            shape.filters(),
            b.at(weights.address()),
            shape.convolution(),
            choice.algorithm,
            space,
            spaceBytes,
            zero,
            shape.maps(),
            c.at(y.address())),
        choice,
        "a convolution");
  }

  @Override
  public void backwardData(Window window, Tensor dy, Tensor weights, Tensor dx, Tensor scratch) {
    Choice choice = choice(Operation.BACKWARD_DATA, window, dx, dy);
    if (choice.algorithm == NONE || !backwardData(choice, dy, weights, dx)) {
      fallback.backwardData(window, dy, weights, dx, scratch);
    }
  }

  private boolean backwardData(Choice choice, Tensor dy, Tensor weights, Tensor dx) {
    ConvolutionShape shape = choice.shape;
    return done(
        cudnnConvolutionBackwardData(
            context,
            one,
            shape.filters(),
            b.at(weights.address()),
            shape.maps(),
            a.at(dy.address()),
            shape.convolution(),
            choice.algorithm,
            space,
            spaceBytes,
            zero,
            shape.images(),
            c.at(dx.address())),
        choice,
        "the backward of a convolution");
  }

  @Override
  public void backwardWeights(Window window, Tensor x, Tensor dy, Tensor dWeights, Tensor scratch) {
    Choice choice = choice(Operation.BACKWARD_WEIGHTS, window, x, dy);
    if (choice.algorithm == NONE || !backwardWeights(choice, x, dy, dWeights)) {
      fallback.backwardWeights(window, x, dy, dWeights, scratch);
    }
  }

  private boolean backwardWeights(Choice choice, Tensor x, Tensor dy, Tensor dWeights) {
    ConvolutionShape shape = choice.shape;
    return done(
        cudnnConvolutionBackwardFilter(
            context,
            one,
            shape.images(),
            a.at(x.address()),
            shape.maps(),
            b.at(dy.address()),
            shape.convolution(),
            choice.algorithm,
            space,
            spaceBytes,
            zero,
            shape.filters(),
            c.at(dWeights.address())),
        choice,
        "the weight gradient of a convolution");
  }

  /** What a shape is computed with; the card is current afterwards. */
  private Choice choice(Operation operation, Window window, Tensor images, Tensor maps) {
    bind.run();
    Key key =
        new Key(
            operation,
            window,
            images.count(),
            images.shape().extent(1),
            images.shape().extent(2),
            images.shape().extent(3),
            maps.shape().extent(1));
    Choice choice = choices.get(key);
    if (choice == null) {
      choice = choose(key, images, maps);
      choices.put(key, choice);
      forgetOldest();
    }
    return choice;
  }

  private Choice choose(Key key, Tensor images, Tensor maps) {
    if (Math.max(images.size(), maps.size()) > MOST_ELEMENTS) {
      return new Choice(null, NONE);
    }
    ConvolutionShape shape = ConvolutionShape.of(key.window, images.shape(), maps.shape());
    try {
      return new Choice(shape, algorithm(key.operation, shape));
    } catch (RuntimeException | Error e) {
      shape.close();
      throw e;
    }
  }

  private int algorithm(Operation operation, ConvolutionShape shape) {
    // without TF32: fused multiply-adds alone, no tensor cores
    ask(shape, tf32 ? CUDNN_DEFAULT_MATH : CUDNN_FMA_MATH);
    return switch (operation) {
      case FORWARD -> forwardAlgorithm(shape);
      case BACKWARD_DATA -> dataAlgorithm(shape);
      case BACKWARD_WEIGHTS -> weightsAlgorithm(shape);
    };
  }

  private int forwardAlgorithm(ConvolutionShape shape) {
    int[] count = {0};
    try (cudnnConvolutionFwdAlgoPerf_t found =
        new cudnnConvolutionFwdAlgoPerf_t(CUDNN_CONVOLUTION_FWD_ALGO_COUNT)) {
      int code =
          cudnnGetConvolutionForwardAlgorithm_v7(
              context,
              shape.images(),
              shape.filters(),
              shape.convolution(),
              shape.maps(),
              CUDNN_CONVOLUTION_FWD_ALGO_COUNT,
              count,
              found);
      for (int i = 0; code == 0 && i < count[0]; i++) {
        found.position(i);
        if (usable(shape, found.status(), found.determinism(), found.mathType(), found.memory())) {
          return found.algo();
        }
      }
      return NONE;
    }
  }

  private int dataAlgorithm(ConvolutionShape shape) {
    int[] count = {0};
    try (cudnnConvolutionBwdDataAlgoPerf_t found =
        new cudnnConvolutionBwdDataAlgoPerf_t(CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT)) {
      int code =
          cudnnGetConvolutionBackwardDataAlgorithm_v7(
              context,
              shape.filters(),
              shape.maps(),
              shape.convolution(),
              shape.images(),
              CUDNN_CONVOLUTION_BWD_DATA_ALGO_COUNT,
              count,
              found);
      for (int i = 0; code == 0 && i < count[0]; i++) {
        found.position(i);
        if (usable(shape, found.status(), found.determinism(), found.mathType(), found.memory())) {
          return found.algo();
        }
      }
      return NONE;
    }
  }

  private int weightsAlgorithm(ConvolutionShape shape) {
    int[] count = {0};
    try (cudnnConvolutionBwdFilterAlgoPerf_t found =
        new cudnnConvolutionBwdFilterAlgoPerf_t(CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT)) {
      int code =
          cudnnGetConvolutionBackwardFilterAlgorithm_v7(
              context,
              shape.images(),
              shape.maps(),
              shape.convolution(),
              shape.filters(),
              CUDNN_CONVOLUTION_BWD_FILTER_ALGO_COUNT,
              count,
              found);
      for (int i = 0; code == 0 && i < count[0]; i++) {
        found.position(i);
        if (usable(shape, found.status(), found.determinism(), found.mathType(), found.memory())) {
          return found.algo();
        }
      }
      return NONE;
    }
  }

  /**
   * Whether an algorithm is to be used. With TF32 the shape then asks for the arithmetic that the
   * algorithm was rated with, as it may come with each. Without, it goes on asking for plain FP32:
   * cards before Ampere have no other, and may call that the default.
   */
  private boolean usable(
      ConvolutionShape shape, int status, int determinism, int math, long memory) {
    boolean usable =
        status == 0
            && determinism == CUDNN_DETERMINISTIC
            && (tf32 || math == CUDNN_FMA_MATH || math == CUDNN_DEFAULT_MATH)
            && memory <= spaceBytes;
    if (usable && tf32) {
      ask(shape, math);
    }
    return usable;
  }

  private static void ask(ConvolutionShape shape, int math) {
    CudaCheck.dnn(
        cudnnSetConvolutionMathType(shape.convolution(), math), "cudnnSetConvolutionMathType");
  }

  private void forgetOldest() {
    if (choices.size() > MOST_SHAPES) {
      Iterator<Choice> oldest = choices.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }

  @Override
  public void close() {
    choices.values().forEach(Choice::close);
    choices.clear();
    for (cudnnActivationStruct activation : new cudnnActivationStruct[] {identity, rectifier}) {
      if (!activation.isNull()) {
        cudnnDestroyActivationDescriptor(activation);
      }
    }
    if (!context.isNull()) {
      cudnnDestroy(context);
    }
    one.close();
    zero.close();
    fallback.close();
  }
}
