package dev.assay.peers;

/**
 * One side of the comparison: prepares workloads, each with its own weights and inputs in place.
 */
interface Engine extends AutoCloseable {

  /** Versions and settings in use, on one line. */
  String describe();

  Job training(Workload.Training workload);

  Job forward(Workload.Forward workload);

  Job jacobian(Workload.Jacobian workload);

  Job segment(Workload.Segment workload);

  Job convolution(Workload.Convolution workload);

  Job maxPooling(Workload.MaxPooling workload);

  Job batchNorming(Workload.BatchNorming workload);

  Job search(Workload.Search workload);

  @Override
  void close();
}
