package dev.assay.pgdl;

import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The samples of a task, in files {@code shard_K.tfrecord} of a folder for each split.
 *
 * @param name of the task
 * @param folder with the folders {@code train} and {@code test}
 * @param sample what networks of the task take
 * @param classes how many logits they have
 */
public record Samples(String name, Path folder, Shape sample, int classes) implements DataSource {
  private static final Pattern SHARD = Pattern.compile("shard_(\\d{1,9})\\.tfrecord");

  @Override
  public Dataset train() {
    return read("train");
  }

  @Override
  public Dataset test() {
    return read("test");
  }

  private Dataset read(String split) {
    Path place = folder.resolve(split);
    Growing growing = new Growing(sample.intSize());
    Map<String, String> origin = new LinkedHashMap<>();
    for (Path shard : shards(place)) {
      origin.put(shard.getFileName().toString(), checksum(shard));
      read(shard, growing);
    }
    origin.put("samples", growing.checksum());
    return Dataset.of(
        sample,
        growing.images(),
        growing.labels(),
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        new Provenance(name, split, origin));
  }

  private static List<Path> shards(Path place) {
    try (Stream<Path> files = Files.list(place)) {
      List<Path> shards =
          files
              .filter(file -> number(file) >= 0)
              .sorted(Comparator.comparingInt(Samples::number))
              .toList();
      if (shards.isEmpty()) {
        throw new BadInputException(place + ": expected files named shard_0.tfrecord and so on");
      }
      return shards;
    } catch (IOException e) {
      throw new BadInputException(
          place + ": cannot be read; expected files named shard_0.tfrecord and so on", e);
    }
  }

  private static int number(Path file) {
    Matcher name = SHARD.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }

  private static String checksum(Path file) {
    try {
      return "sha256:" + Sha256.of(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private void read(Path shard, Growing growing) {
    try (TfRecords records = new TfRecords(shard)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        Sample read;
        try {
          read = Sample.parse(record);
        } catch (IOException e) {
          throw records.bad(e.getMessage());
        }
        if (!read.shape().equals(shape())) {
          throw records.bad(
              Text.format("inputs are of %s, but networks take %s", read.shape(), shape()));
        }
        if (read.label() < 0 || read.label() >= classes) {
          throw records.bad(Text.format("label %d is none of %d classes", read.label(), classes));
        }
        if (!growing.add(read)) {
          throw records.bad("so many samples do not fit into memory");
        }
      }
    }
  }

  /** As TensorFlow has it. */
  private List<Integer> shape() {
    return sample.isImage()
        ? List.of(sample.height(), sample.width(), sample.channels())
        : List.of(sample.intSize());
  }

  /** Samples whose number is not known before. */
  private static final class Growing {
    private final int size;
    private final MessageDigest digest = Sha256.digest();
    private float[] images = new float[0];
    private int[] labels = new int[0];
    private int count;

    Growing(int size) {
      this.size = size;
    }

    boolean add(Sample sample) {
      if (count == labels.length && !grow()) {
        return false;
      }
      sample.planar(images, count * size);
      labels[count] = sample.label();
      ByteBuffer bytes = ByteBuffer.allocate((size + 1) * Float.BYTES);
      bytes.asFloatBuffer().put(images, count * size, size);
      digest.update(bytes.putInt(size * Float.BYTES, sample.label()).array());
      count++;
      return true;
    }

    private boolean grow() {
      long next = Math.min(Math.max(64, 3L * count / 2), (Integer.MAX_VALUE - 8) / size);
      if (next <= count) {
        return false;
      }
      images = Arrays.copyOf(images, (int) next * size);
      labels = Arrays.copyOf(labels, (int) next);
      return true;
    }

    float[] images() {
      return Arrays.copyOf(images, count * size);
    }

    int[] labels() {
      return Arrays.copyOf(labels, count);
    }

    /** Of what was read, whichever program read it. */
    String checksum() {
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
  }
}
