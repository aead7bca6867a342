package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.cudart.cuGraphExecKernelNodeSetParams;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiate;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureStatusActive;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamGetCaptureInfo;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUDA_KERNEL_NODE_PARAMS_v2;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraphNode_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A CUDA graph, captured from a stream. */
final class CudaGraph implements Device.Graph {
  private final CudaDevice device;
  private final CUgraph_st graph = new CUgraph_st();
  private final CUgraphExec_st executable = new CUgraphExec_st();
  private final List<CUgraphNode_st> launches = new ArrayList<>();
  private CUstream_st stream;

  CudaGraph(CudaDevice device) {
    this.device = device;
  }

  /** Captures this graph and makes it ready to launch; itself, or an exception and nothing kept. */
  CudaGraph capture(CUstream_st from, Runnable work) {
    stream = from;
    try {
      CudaCheck.runtime(
          cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "capturing a graph");
      int end;
      try {
        work.run();
      } finally {
        // ends the capture, and with it the stream's refusal to work, after a failure, too
        end = cudaStreamEndCapture(stream, graph);
      }
      CudaCheck.runtime(end, "capturing a graph");
      CudaCheck.runtime(cudaGraphInstantiate(executable, graph, 0), "making a graph");
      return this;
    } catch (RuntimeException | Error e) {
      close();
      cudaGetLastError(); // a failed capture leaves an error behind that the next call would meet
      throw e;
    }
  }

  /** The launch just made is what the stream's next work would wait for: its node in the graph. */
  void addLaunch(CUstream_st from) {
    // the call makes this point to the driver's own array, which is not ours to free
    PointerPointer<CUgraphNode_st> nodes = new PointerPointer<>();
    try (IntPointer status = new IntPointer(1);
        SizeTPointer count = new SizeTPointer(1)) {
      CudaCheck.runtime(
          cudaStreamGetCaptureInfo(
              from,
              status,
              (LongPointer) null,
              (CUgraph_st) null,
              nodes,
              (PointerPointer<?>) null,
              count),
          "finding a kernel in a graph");
      if (status.get() != cudaStreamCaptureStatusActive) { // then nothing else was answered
        throw new IllegalStateException("CUDA: the capture of a graph came to nothing");
      }
      if (count.get() != 1) {
        throw new IllegalStateException("CUDA: a launch waits for " + count.get() + " others");
      }
      launches.add(new CUgraphNode_st(nodes.get(0)));
    }
  }

  @Override
  public void set(int number, Kernel kernel, long blocks, int threads, long[] slots) {
    device.bind();
    try (CUDA_KERNEL_NODE_PARAMS_v2 node = new CUDA_KERNEL_NODE_PARAMS_v2()) {
      node.func(device.function(kernel))
          .gridDimX(Math.toIntExact(blocks))
          .gridDimY(1)
          .gridDimZ(1)
          .blockDimX(threads)
          .blockDimY(1)
          .blockDimZ(1)
          .sharedMemBytes(0)
          .kernelParams(device.parameters(kernel, slots))
          .extra((PointerPointer<?>) null)
          .kern(null)
          .ctx(null);
      CudaCheck.driver(
          cuGraphExecKernelNodeSetParams(executable, launches.get(number), node),
          "setting the arguments of " + kernel.function() + " in a graph");
    }
  }

  @Override
  public void launch() {
    device.bind();
    CudaCheck.runtime(cudaGraphLaunch(executable, stream), "launching a graph");
  }

  /** A graph that still runs is freed when it has ended. */
  @Override
  public void close() {
    if (!executable.isNull()) {
      cudaGraphExecDestroy(executable);
      executable.setNull();
    }
    if (!graph.isNull()) {
      cudaGraphDestroy(graph);
      graph.setNull();
    }
  }
}
