package dev.assay.peers;

import dev.assay.tensor.Shape;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Tensors from arrays and back, in one memory format.
 *
 * @param channelsLast whether tensors of four dimensions are stored N×H×W×C
 */
@SuppressWarnings("try") // a scope works by being open
record TorchTensors(boolean channelsLast) {

  /** A tensor of its own memory, in the current scope. */
  Tensor of(Shape shape, float[] values) {
    long[] extents = Arrays.stream(shape.toArray()).asLongStream().toArray();
    Tensor tensor = torch.empty(extents);
    tensor.data_ptr_float().put(values, 0, values.length);
    return channelsLast && extents.length == 4
        ? tensor.contiguous(torch.MemoryFormat.ChannelsLast)
        : tensor;
  }

  Tensor noise(Shape shape, String purpose) {
    return of(shape, Samples.noise(shape.intSize(), purpose));
  }

  static Tensor labels(int[] labels) {
    return torch.tensor(Arrays.stream(labels).asLongStream().toArray());
  }

  /** The values in the order of the indices, whatever the memory format. */
  static float[] read(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      Tensor plain = tensor.detach().to(torch.ScalarType.Float).contiguous();
      float[] values = new float[Math.toIntExact(plain.numel())];
      FloatPointer data = plain.data_ptr_float();
      data.get(values, 0, values.length);
      return values;
    }
  }
}
