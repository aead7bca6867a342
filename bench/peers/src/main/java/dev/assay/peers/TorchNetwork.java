package dev.assay.peers;

import dev.assay.backend.Window;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dropout;
import dev.assay.nn.Flatten;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Parallel;
import dev.assay.nn.ParameterSpec;
import dev.assay.nn.Parameters;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.Relu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** An architecture as libtorch's functions. */
final class TorchNetwork {
  private static final long[] ONE = {1, 1};

  private final TorchTensors tensors;
  private final Architecture architecture;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, TensorOptional> optional = new LinkedHashMap<>();
  private final Map<String, Tensor> trained = new LinkedHashMap<>();
  private final Map<String, Tensor> running = new LinkedHashMap<>();

  /**
   * With the shared parameters.
   *
   * @param gradients whether parameters are trained
   */
  TorchNetwork(TorchTensors tensors, Architecture architecture, boolean gradients) {
    this(tensors, architecture, Samples.parameters(architecture), gradients);
  }

  /**
   * @param values of parameters by name
   */
  TorchNetwork(
      TorchTensors tensors,
      Architecture architecture,
      Map<String, float[]> values,
      boolean gradients) {
    this.tensors = tensors;
    this.architecture = architecture;
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        ParameterSpec spec = named.spec();
        Tensor tensor = tensors.of(spec.shape(), values.get(named.name()));
        if (!spec.role().trained()) {
          running.put(named.name(), tensor);
        } else if (gradients) {
          tensor.set_requires_grad(true);
          trained.put(named.name(), tensor);
        }
        parameters.put(named.name(), tensor);
        optional.put(named.name(), new TensorOptional(tensor));
      }
    }
  }

  /** Parameters with gradients, by name. */
  Map<String, Tensor> trained() {
    return trained;
  }

  /** Running statistics, by name. */
  Map<String, Tensor> running() {
    return running;
  }

  Tensor forward(Tensor input, boolean training) {
    return forwardFrom(0, input, training);
  }

  /** What follows a cut; an activation there may be overwritten. */
  Tensor forwardFrom(int cut, Tensor activation, boolean training) {
    Tensor x = activation;
    for (int layer = cut; layer < architecture.depth(); layer++) {
      x = forward(x, architecture.layers().get(layer), "layers." + layer, training);
    }
    return x;
  }

  /**
   * @param owner of the layer's parameters
   */
  private Tensor forward(Tensor x, Layer layer, String owner, boolean training) {
    if (layer instanceof Conv2d conv) {
      Window window = conv.window().inside();
      return torch.conv2d(
          TorchFilters.padded(x, conv.window()),
          parameters.get(owner + ".weight"),
          conv.bias() ? optional.get(owner + ".bias") : new TensorOptional(),
          stride(window),
          padding(window),
          ONE,
          conv.groups());
    } else if (layer instanceof BatchNorm norm) {
      return torch.batch_norm(
          x,
          optional.get(owner + ".gamma"),
          optional.get(owner + ".beta"),
          optional.get(owner + ".running_mean"),
          optional.get(owner + ".running_variance"),
          training,
          norm.momentum(),
          norm.epsilon(),
          false);
    } else if (layer instanceof Relu) {
      return torch.relu_(x);
    } else if (layer instanceof MaxPool pool) {
      Window window = pool.pooling().inside();
      Tensor seen = TorchFilters.padded(x, pool.pooling());
      Tensor pooled =
          torch.max_pool2d(seen, kernel(window), stride(window), padding(window), ONE, false);
      return pool.antiAlias().isNone()
          ? pooled
          : TorchFilters.blurred(tensors, pooled, pool.antiAlias().blur(pool.window()));
    } else if (layer instanceof PolyphasePool pool) {
      return TorchFilters.chosen(x, pool);
    } else if (layer instanceof AvgPool pool && pool.antiAlias().isNone()) {
      Window window = pool.window();
      return torch.avg_pool2d(
          x, kernel(window), stride(window), padding(window), false, true, new LongOptional());
    } else if (layer instanceof GlobalAvgPool) {
      return torch.adaptive_avg_pool2d(x, ONE);
    } else if (layer instanceof Dropout && !training) {
      return x;
    } else if (layer instanceof Flatten) {
      return torch.flatten(x, 1, -1);
    } else if (layer instanceof Dense dense) {
      return torch.linear(
          torch.flatten(x, 1, -1),
          parameters.get(owner + ".weight"),
          dense.bias() ? optional.get(owner + ".bias") : new TensorOptional());
    }
    if (layer instanceof Parallel parallel && parallel.join() == Parallel.Join.ADD) {
      return sum(x, parallel, owner, training);
    }
    throw new IllegalArgumentException("no libtorch counterpart of " + layer);
  }

  /** No branch begins with what overwrites its input. */
  private Tensor sum(Tensor x, Parallel parallel, String owner, boolean training) {
    Tensor sum = null;
    for (int branch = 0; branch < parallel.branches().size(); branch++) {
      List<Layer> layers = parallel.branches().get(branch);
      Tensor y = x;
      for (int i = 0; i < layers.size(); i++) {
        y = forward(y, layers.get(i), owner + ".branches." + branch + "." + i, training);
      }
      sum = sum == null ? y : torch.add(sum, y);
    }
    return sum;
  }

  private static long[] kernel(Window window) {
    return new long[] {window.kernelHeight(), window.kernelWidth()};
  }

  private static long[] stride(Window window) {
    return new long[] {window.strideHeight(), window.strideWidth()};
  }

  private static long[] padding(Window window) {
    return new long[] {window.paddingHeight(), window.paddingWidth()};
  }
}
