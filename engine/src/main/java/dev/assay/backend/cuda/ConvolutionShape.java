package dev.assay.backend.cuda;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NCHW;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolution2dForwardOutputDim;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolution2dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetFilter4dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetTensor4dDescriptor;

import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;

/** cuDNN's descriptions of a convolution. Making them needs the library, not a GPU. */
@SuppressWarnings("deprecation") // deprecated in favour of a much larger interface, not removed
record ConvolutionShape(
    cudnnTensorStruct images,
    cudnnFilterStruct filters,
    cudnnConvolutionStruct convolution,
    cudnnTensorStruct maps,
    cudnnTensorStruct bias)
    implements AutoCloseable {

  /**
   * @param images N×I×H×W
   * @param maps N×O×H'×W'
   */
  static ConvolutionShape of(Window window, Shape images, Shape maps) {
    ConvolutionShape shape =
        new ConvolutionShape(
            new cudnnTensorStruct(),
            new cudnnFilterStruct(),
            new cudnnConvolutionStruct(),
            new cudnnTensorStruct(),
            new cudnnTensorStruct());
    try {
      shape.describe(window, images, maps);
      return shape;
    } catch (RuntimeException | Error e) {
      shape.close();
      throw e;
    }
  }

  private void describe(Window window, Shape imageShape, Shape mapShape) {
    describe(images, imageShape);
    describe(maps, mapShape);
    describe(bias, Shape.of(1, mapShape.extent(1), 1, 1));
    CudaCheck.dnn(cudnnCreateFilterDescriptor(filters), "cudnnCreateFilterDescriptor");
    CudaCheck.dnn(
        cudnnSetFilter4dDescriptor(
            filters,
            CUDNN_DATA_FLOAT,
            CUDNN_TENSOR_NCHW,
            mapShape.extent(1),
            imageShape.extent(1),
            window.kernelHeight(),
            window.kernelWidth()),
        "cudnnSetFilter4dDescriptor");
    CudaCheck.dnn(
        cudnnCreateConvolutionDescriptor(convolution), "cudnnCreateConvolutionDescriptor");
    CudaCheck.dnn(
        cudnnSetConvolution2dDescriptor(
            convolution,
            window.paddingHeight(),
            window.paddingWidth(),
            window.strideHeight(),
            window.strideWidth(),
            1,
            1,
            CUDNN_CROSS_CORRELATION,
            CUDNN_DATA_FLOAT),
        "cudnnSetConvolution2dDescriptor");
  }

  private static void describe(cudnnTensorStruct descriptor, Shape shape) {
    CudaCheck.dnn(cudnnCreateTensorDescriptor(descriptor), "cudnnCreateTensorDescriptor");
    CudaCheck.dnn(
        cudnnSetTensor4dDescriptor(
            descriptor,
            CUDNN_TENSOR_NCHW,
            CUDNN_DATA_FLOAT,
            shape.extent(0),
            shape.extent(1),
            shape.extent(2),
            shape.extent(3)),
        "cudnnSetTensor4dDescriptor");
  }

  /** The shape that cuDNN computes for the output. */
  Shape output() {
    int[] n = {0};
    int[] c = {0};
    int[] h = {0};
    int[] w = {0};
    CudaCheck.dnn(
        cudnnGetConvolution2dForwardOutputDim(convolution, images, filters, n, c, h, w),
        "cudnnGetConvolution2dForwardOutputDim");
    return Shape.of(n[0], c[0], h[0], w[0]);
  }

  @Override
  public void close() {
    for (cudnnTensorStruct tensor : new cudnnTensorStruct[] {images, maps, bias}) {
      if (!tensor.isNull()) {
        cudnnDestroyTensorDescriptor(tensor);
      }
    }
    if (!filters.isNull()) {
      cudnnDestroyFilterDescriptor(filters);
    }
    if (!convolution.isNull()) {
      cudnnDestroyConvolutionDescriptor(convolution);
    }
  }
}
