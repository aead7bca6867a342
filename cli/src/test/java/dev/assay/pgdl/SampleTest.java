package dev.assay.pgdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Against TensorFlow's own messages. */
class SampleTest {

  private static TensorProto tensor(DataType type, ByteBuffer content, long... shape) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    for (long extent : shape) {
      extents.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent).setName("any"));
    }
    return TensorProto.newBuilder()
        .setTensorContent(ByteString.copyFrom(content.flip()))
        .setTensorShape(extents)
        .setDtype(type)
        .setVersionNumber(1)
        .build();
  }

  private static TensorProto floats(int count, long... shape) {
    ByteBuffer content = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      content.putFloat(i / 8f);
    }
    return tensor(DataType.DT_FLOAT, content, shape);
  }

  private static TensorProto label(int label) {
    return tensor(
        DataType.DT_INT32, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(label));
  }

  private static Feature bytes(TensorProto tensor) {
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(tensor.toByteString()))
        .build();
  }

  private static byte[] example(TensorProto inputs, TensorProto output) {
    return Example.newBuilder()
        .setFeatures(
            Features.newBuilder()
                .putFeature("output", bytes(output))
                .putFeature(
                    "more",
                    Feature.newBuilder().setFloatList(FloatList.newBuilder().addValue(3)).build())
                .putFeature("inputs", bytes(inputs)))
        .build()
        .toByteArray();
  }

  @Test
  void imagesAreReadChannelByChannel() throws IOException {
    Sample sample = Sample.parse(example(floats(12, 2, 3, 2), label(7)));
    float[] planar = new float[12];
    sample.planar(planar, 0);

    assertThat(sample.shape()).containsExactly(2, 3, 2);
    assertThat(sample.label()).isEqualTo(7);
    assertThat(planar)
        .containsExactly(0, .25f, .5f, .75f, 1, 1.25f, .125f, .375f, .625f, .875f, 1.125f, 1.375f);
  }

  @Test
  void vectorsStayAsTheyAre() throws IOException {
    Sample sample = Sample.parse(example(floats(3, 3), label(-1)));
    float[] values = new float[4];
    sample.planar(values, 1);

    assertThat(values).containsExactly(0, 0, .125f, .25f);
    assertThat(sample.label()).isEqualTo(-1);
  }

  @Test
  void whatIsNoSampleIsRefused() {
    assertRefused(example(label(1), label(1)), "inputs has type 3 of TensorFlow, expected 1");
    assertRefused(example(floats(3, 3), floats(1)), "output has type 1 of TensorFlow, expected 3");
    assertRefused(example(floats(3, 4), label(1)), "inputs of shape [4] has 12 bytes");
    assertRefused(example(floats(3, 1L << 40, 1L << 40), label(1)), "inputs is of no shape");
    assertRefused(
        example(floats(3, 3), tensor(DataType.DT_INT32, ByteBuffer.allocate(8).putLong(1), 2)),
        "output is no scalar");
    assertRefused(Example.newBuilder().build().toByteArray(), "features is there 0 times");
    assertRefused(
        Example.newBuilder().setFeatures(Features.newBuilder()).build().toByteArray(),
        "the features inputs and output");
    assertRefused(new byte[] {-1, -1, 7}, "");
  }

  private static void assertRefused(byte[] example, String says) {
    assertThatThrownBy(() -> Sample.parse(example))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(says);
  }
}
