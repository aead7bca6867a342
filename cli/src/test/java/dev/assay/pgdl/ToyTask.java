package dev.assay.pgdl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The task in {@code task.zip}, with what Keras' formulas answer; {@code make_task.py} made it. */
public final class ToyTask {
  private ToyTask() {}

  /** Unpacks it; its folder. */
  public static Path into(Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(ToyTask.class.getResourceAsStream("task.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
    return folder.resolve("input_data/toy");
  }

  /** Logits of the samples, by model. */
  static JsonNode answers(Path folder) throws IOException {
    return JsonMapper.builder().build().readTree(folder.resolve("answers.json").toFile());
  }
}
