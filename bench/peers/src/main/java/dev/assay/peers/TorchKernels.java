package dev.assay.peers;

import dev.assay.tensor.Shape;
import java.util.Map;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Single operations, called as autograd calls them. */
final class TorchKernels {
  private static final long[] ONE = {1, 1};

  private TorchKernels() {}

  static Job convolution(TorchTensors tensors, Workload.Convolution workload) {
    return TorchJob.inference(
        () -> {
          long[] stride = {workload.stride(), workload.stride()};
          long[] padding = {workload.kernel() / 2, workload.kernel() / 2};
          long[] channels = {workload.outChannels()};
          Tensor weights = tensors.noise(workload.weights(), "weights");
          Tensor x = tensors.noise(workload.input(), "x");
          if (workload.pass() == Workload.Pass.FORWARD) {
            Tensor bias = tensors.noise(Shape.vector(workload.outChannels()), "bias");
            TensorOptional optionalBias = new TensorOptional(bias);
            return () ->
                Map.of("output", torch.conv2d(x, weights, optionalBias, stride, padding, ONE, 1));
          }
          boolean data = workload.pass() == Workload.Pass.DATA;
          Tensor dy = tensors.noise(workload.output(), "dy");
          BoolPointer wanted = flags(data, !data, !data);
          return () -> {
            T_TensorTensorTensor_T gradients =
                torch.convolution_backward(
                    dy,
                    x,
                    weights,
                    channels,
                    stride,
                    padding,
                    ONE,
                    false,
                    new long[] {0, 0},
                    1,
                    wanted);
            return data
                ? Map.of("input gradient", gradients.get0())
                : Map.of("weight gradient", gradients.get1(), "bias gradient", gradients.get2());
          };
        });
  }

  static Job maxPooling(TorchTensors tensors, Workload.MaxPooling workload) {
    return TorchJob.inference(
        () -> {
          Tensor x = tensors.noise(workload.input(), "x");
          long[] kernel = {workload.kernel(), workload.kernel()};
          long[] stride = {workload.stride(), workload.stride()};
          long padding = workload.window().paddingHeight();
          return () -> {
            T_TensorTensor_T result =
                torch.max_pool2d_with_indices(
                    x, kernel, stride, new long[] {padding, padding}, ONE, false);
            return Map.of("output", result.get0(), "indices", result.get1());
          };
        });
  }

  static Job batchNorming(TorchTensors tensors, Workload.BatchNorming workload) {
    return TorchJob.inference(
        () -> {
          Shape channels = Shape.vector(workload.channels());
          Tensor x = tensors.noise(workload.input(), "x");
          TensorOptional gamma = new TensorOptional(tensors.noise(channels, "gamma"));
          TensorOptional beta = new TensorOptional(tensors.noise(channels, "beta"));
          TensorOptional mean =
              new TensorOptional(tensors.of(channels, new float[workload.channels()]));
          TensorOptional variance =
              new TensorOptional(tensors.of(channels, new float[workload.channels()]));
          if (workload.pass() == Workload.Pass.FORWARD) {
            return () -> Map.of("output", normalise(x, gamma, beta, mean, variance).get0());
          }
          Tensor dy = tensors.noise(workload.input(), "dy");
          T_TensorTensorTensor_T saved = normalise(x, gamma, beta, mean, variance);
          TensorOptional savedMean = new TensorOptional(saved.get1());
          TensorOptional savedDeviation = new TensorOptional(saved.get2());
          BoolPointer all = flags(true, true, true);
          return () -> {
            T_TensorTensorTensor_T gradients =
                torch.native_batch_norm_backward(
                    dy,
                    x,
                    gamma,
                    mean,
                    variance,
                    savedMean,
                    savedDeviation,
                    true,
                    Workload.BatchNorming.EPSILON,
                    all);
            return Map.of(
                "input gradient", gradients.get0(),
                "scale gradient", gradients.get1(),
                "shift gradient", gradients.get2());
          };
        });
  }

  private static T_TensorTensorTensor_T normalise(
      Tensor x,
      TensorOptional gamma,
      TensorOptional beta,
      TensorOptional mean,
      TensorOptional variance) {
    return torch.native_batch_norm(
        x,
        gamma,
        beta,
        mean,
        variance,
        true,
        Workload.BatchNorming.MOMENTUM,
        Workload.BatchNorming.EPSILON);
  }

  private static BoolPointer flags(boolean first, boolean second, boolean third) {
    return new BoolPointer(3).put(0, first).put(1, second).put(2, third);
  }
}
