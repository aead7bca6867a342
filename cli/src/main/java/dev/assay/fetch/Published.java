package dev.assay.fetch;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A data set that is published.
 *
 * @param name as options take it
 * @param folder that it goes into, within the folder of data sets
 * @param files that are fetched
 * @param members files that are taken out of the one that is fetched, a tar.gz; empty if the files
 *     themselves are read
 */
public record Published(String name, String folder, List<Remote> files, Set<String> members) {
  private static final long MEMBER = 30_730_000;

  /** Those that there are. */
  public static List<Published> all() {
    return List.of(mnist(), fashion(), cifar());
  }

  private static Published mnist() {
    List<String> mirrors =
        List.of(
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/");
    return new Published(
        "mnist",
        "mnist",
        List.of(
            file(
                "train-images-idx3-ubyte.gz",
                9_912_422,
                "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                true,
                mirrors),
            file(
                "train-labels-idx1-ubyte.gz",
                28_881,
                "d53e105ee54ea40749a09fcbcd1e9432",
                true,
                mirrors),
            file(
                "t10k-images-idx3-ubyte.gz",
                1_648_877,
                "9fb629c4189551a2d022fa330f9573f3",
                true,
                mirrors),
            file(
                "t10k-labels-idx1-ubyte.gz",
                4_542,
                "ec29112dd5afa0611ce80d1b7f02629c",
                true,
                mirrors)),
        Set.of());
  }

  private static Published fashion() {
    List<String> mirrors =
        List.of(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    return new Published(
        "fashion-mnist",
        "fashion-mnist",
        List.of(
            file(
                "train-images-idx3-ubyte.gz",
                26_421_880,
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                false,
                mirrors),
            file(
                "train-labels-idx1-ubyte.gz",
                29_515,
                "25c81989df183df01b3e8a0aad5dffbe",
                false,
                mirrors),
            file(
                "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "bef4ecab320f06d8554ea6380940ec79",
                false,
                mirrors),
            file(
                "t10k-labels-idx1-ubyte.gz",
                5_148,
                "bb300cfdad3c16e7a12a480ee83cd310",
                false,
                mirrors)),
        Set.of());
  }

  private static Published cifar() {
    return new Published(
        "cifar-10",
        "cifar-10-batches-bin",
        List.of(
            file(
                "cifar-10-binary.tar.gz",
                170_052_171,
                "c32a1d4ab5d03f1284b67883e8d87530",
                false,
                List.of(
                    "https://www.cs.toronto.edu/~kriz/",
                    "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/"))),
        Set.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin"));
  }

  private static Remote file(
      String name, long bytes, String md5, boolean checked, List<String> mirrors) {
    return new Remote(
        name,
        bytes,
        "MD5:" + md5,
        checked,
        mirrors.stream().map(mirror -> URI.create(mirror + name)).toList());
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(Remote::bytes).sum();
  }

  /** Whether all files were held against their digests when these were written down here. */
  public boolean checked() {
    return files.stream().allMatch(Remote::checked);
  }

  /**
   * Gets what is not there.
   *
   * @param into the folder of data sets
   * @param progress told how many bytes are there
   * @return the folder with the files
   * @throws BadInputException if a file cannot be had; says what to do by hand
   */
  public Path fetch(Path into, Download download, LongConsumer progress) {
    Path place = into.resolve(folder);
    long before = 0;
    for (Remote file : files) {
      long earlier = before;
      if (!complete(place, file)) {
        Path got = get(file, place, download, done -> progress.accept(earlier + done));
        if (!members.isEmpty()) {
          unpack(got, place);
        }
      }
      before += file.bytes();
      progress.accept(before);
    }
    return place;
  }

  private Path get(Remote file, Path place, Download download, LongConsumer progress) {
    try {
      return download.get(file, place, progress);
    } catch (IOException e) {
      List<Remote> missing = files.stream().filter(each -> !complete(place, each)).toList();
      throw new BadInputException(
          Text.format(
              "%s cannot be fetched (%s); get %s by hand from %s%s and put %s into %s",
              file.name(),
              e.getMessage(),
              missing.stream().map(Remote::name).collect(Collectors.joining(", ")),
              file.mirrors().stream()
                  .map(mirror -> mirror.resolve(".").toString())
                  .collect(Collectors.joining(" or ")),
              members.isEmpty() ? "" : ", unpack it",
              members.isEmpty()
                  ? "them"
                  : members.stream().sorted().collect(Collectors.joining(", ")),
              place),
          e);
    }
  }

  private boolean complete(Path place, Remote file) {
    return members.isEmpty()
        ? Files.exists(place.resolve(file.name()))
        : members.stream().allMatch(member -> Files.exists(place.resolve(member)));
  }

  /**
   * Takes the members out of an archive, which is deleted then; nothing else in it is looked at.
   */
  private void unpack(Path archive, Path place) {
    Set<String> missing = new HashSet<>(members);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String member = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && entry.getSize() <= MEMBER && missing.remove(member)) {
          Path part = place.resolve(member + ".part");
          Files.copy(tar, part, StandardCopyOption.REPLACE_EXISTING);
          Files.move(part, place.resolve(member), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (!missing.isEmpty()) {
        throw new BadInputException(
            Text.format("%s does not hold %s", archive, String.join(", ", missing)));
      }
      Files.delete(archive);
    } catch (IOException e) {
      throw new BadInputException(
          Text.format("%s cannot be unpacked: %s; fetch it again", archive, e.getMessage()), e);
    }
  }
}
