package dev.assay.peers;

import dev.assay.io.Text;
import org.bytedeco.pytorch.global.torch;

/** libtorch through its Java binding: the same calls that a C++ program would make. */
final class TorchEngine implements Engine {
  private final TorchTensors tensors;

  TorchEngine(int threads, boolean channelsLast) {
    TorchLibraries.load();
    torch.set_num_threads(threads);
    tensors = new TorchTensors(channelsLast);
  }

  @Override
  public String describe() {
    return Text.format(
        "libtorch (pytorch %s), %d threads, %s",
        torch.class.getPackage().getImplementationVersion(),
        torch.get_num_threads(),
        BlasCore.describe());
  }

  @Override
  public Job training(Workload.Training workload) {
    return new TorchTraining(tensors, workload);
  }

  @Override
  public Job forward(Workload.Forward workload) {
    return TorchClassifying.forward(tensors, workload);
  }

  @Override
  public Job jacobian(Workload.Jacobian workload) {
    return TorchClassifying.jacobian(tensors, workload);
  }

  @Override
  public Job segment(Workload.Segment workload) {
    return TorchClassifying.segment(tensors, workload);
  }

  @Override
  public Job convolution(Workload.Convolution workload) {
    return TorchKernels.convolution(tensors, workload);
  }

  @Override
  public Job maxPooling(Workload.MaxPooling workload) {
    return TorchKernels.maxPooling(tensors, workload);
  }

  @Override
  public Job batchNorming(Workload.BatchNorming workload) {
    return TorchKernels.batchNorming(tensors, workload);
  }

  @Override
  public Job search(Workload.Search workload) {
    return new TorchSearch(tensors, workload);
  }

  @Override
  public void close() {}
}
