package dev.assay.backend.cuda;

/**
 * The kernels of {@code native/src/main/cuda} and their parameters in order: {@code l} a 64-bit
 * integer, {@code i} a 32-bit one, {@code f} a float, {@code p} an address.
 */
enum Kernel {
  RELU("relu", "lfpp"),
  RELU_BACKWARD("reluBackward", "liifppp"),
  CLIP("clip", "lffpp"),
  CLIP_BACKWARD("clipBackward", "liiffppp"),
  CURVE("curve", "lipp"),
  CURVE_BACKWARD("curveBackward", "liiippp"),
  DROPOUT("dropout", "lllffpp"),
  ADD("add", "lippp"),
  COPY_ROWS("copyRows", "lillllpp"),
  MAX_POOL("maxPool", "liiiiiiiiiippp"),
  MAX_POOL_BACKWARD("maxPoolBackward", "liiiiiiiiiiiippp"),
  AVG_POOL("avgPool", "liiiiiiiiiipp"),
  AVG_POOL_BACKWARD("avgPoolBackward", "liiiiiiiiiipp"),
  PAD("pad", "liiiiiiipp"),
  PAD_BACKWARD("padBackward", "liiiiiiipp"),
  SELECT_PHASE("selectPhase", "iiiiipp"),
  BLUR("blur", "liiiiiiiiippp"),
  BLUR_BACKWARD("blurBackward", "liiiiiiiiippp"),
  BATCH_NORM_STATISTICS("batchNormStatistics", "iiiipppp"),
  BATCH_NORM_MERGE("batchNormMerge", "iiiiiffpppppp"),
  BATCH_NORM("batchNorm", "liiipppppp"),
  BATCH_NORM_BACKWARD_STATISTICS("batchNormBackwardStatistics", "iiiiippppppppp"),
  BATCH_NORM_BACKWARD("batchNormBackward", "liiifppppppppp"),
  SCALE_CHANNELS("scaleChannels", "liippp"),
  CHANNEL_SUMS("channelSums", "iiiipppp"),
  ADD_BIAS("addBias", "liiipp"),
  TO_COLUMNS("toColumns", "liiiiiiiiiipp"),
  FROM_COLUMNS("fromColumns", "liiiiiiiiiipp"),
  COLUMN_SUMS("columnSums", "iiiipp"),
  MOVE("move", "liiippp"),
  INTERPOLATE("interpolate", "liiippp"),
  ARGMAX("argmax", "iipp"),
  FOLD("fold", "liippp"),
  GRID_MEANS("gridMeans", "liiiipp"),
  PRODUCTS("products", "iiippp"),
  SOFTMAX_CROSS_ENTROPY("softmaxCrossEntropy", "iifpppp"),
  SUM("sum", "ilpp"),
  SGD("sgd", "lfffippp"),
  ADAM("adam", "lfffffffpppp");

  /** Threads of a block: what the kernels that sum within a block are written for. */
  static final int BLOCK = 256;

  /** Threads that share a column of {@link #COLUMN_SUMS}. */
  static final int SHARE = 8;

  /** Elements of a thread of the kernels that say so. */
  static final int EACH = 4;

  /** The most parameters that any kernel takes. */
  static final int MOST_PARAMETERS = 16;

  private final String function;
  private final String parameters;

  Kernel(String function, String parameters) {
    this.function = function;
    this.parameters = parameters;
  }

  /** Name of the function in the source. */
  String function() {
    return function;
  }

  String parameters() {
    return parameters;
  }
}
