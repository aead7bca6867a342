package dev.assay.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * An archive as a file: gzip of lines of JSON. The first tells what it is; each other one has a
 * part of what others tell ({@link Parts}), somebody who made some of it, a measurement, or a
 * training. Equal archives are equal lines.
 */
final class ArchiveFormat {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String FORMAT = "assay archive ";
  private static final int VERSION = 1;
  private static final TypeReference<Map<String, Object>> SUBJECT = new TypeReference<>() {};

  private ArchiveFormat() {}

  static void write(Archive archive, OutputStream out) throws IOException {
    List<Archive.Entry> entries = archive.entries();
    List<Archive.Training> trainings = archive.trainings();
    Parts parts = new Parts();
    trainings.forEach(training -> parts.count(training.spec()));
    entries.forEach(entry -> parts.count(entry.spec()));
    GZIPOutputStream zip = new GZIPOutputStream(out);
    Writer lines = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
    ObjectNode head = JSON.createObjectNode();
    head.put("format", FORMAT + VERSION).set("subject", JSON.valueToTree(archive.subject()));
    line(lines, head.put("measurements", entries.size()).put("trainings", trainings.size()));
    for (Archive.Training training : trainings) {
      ObjectNode line = JSON.createObjectNode();
      line.set("training", spec(training.spec(), parts, lines));
      line(lines, line.setAll(effort(training.effort())));
    }
    List<Archive.Maker> makers = new ArrayList<>();
    for (Archive.Entry entry : entries) {
      if (!makers.contains(entry.maker())) {
        makers.add(entry.maker());
        line(lines, JSON.createObjectNode().set("maker", JSON.valueToTree(entry.maker())));
      }
      ObjectNode line = JSON.createObjectNode();
      line.set("measurement", spec(entry.spec(), parts, lines));
      line.put("by", makers.indexOf(entry.maker())).set("value", entry.value());
      line(lines, entry.effort() == null ? line : line.setAll(effort(entry.effort())));
    }
    lines.flush();
    zip.finish();
  }

  private static ObjectNode effort(Effort effort) {
    return JSON.valueToTree(effort);
  }

  /** With parts in place of what was written before; new parts are written first. */
  private static JsonNode spec(JsonNode spec, Parts parts, Writer lines) throws IOException {
    List<JsonNode> fresh = new ArrayList<>();
    JsonNode shorter = parts.shortened(spec, fresh);
    for (JsonNode part : fresh) {
      line(lines, JSON.createObjectNode().set("part", part));
    }
    return shorter;
  }

  private static void line(Writer lines, JsonNode line) throws IOException {
    lines.write(JSON.writeValueAsString(line));
    lines.write('\n');
  }

  static Archive read(Path file) {
    int number = 0;
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      JsonNode head = head(file, lines.readLine());
      Archive archive =
          new Archive(file.toString(), JSON.convertValue(head.path("subject"), SUBJECT));
      Reading reading = new Reading(archive);
      number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        reading.line(JSON.readTree(line));
      }
      if (archive.entries().size() != head.path("measurements").asInt(-1)
          || archive.trainings().size() != head.path("trainings").asInt(-1)) {
        throw damaged(file, "it has other measurements than it says", null);
      }
      return archive;
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": there is no such file of measurements", e);
    } catch (EOFException e) {
      throw damaged(file, "it ends too early", e);
    } catch (ZipException e) {
      throw number == 0 ? foreign(file, e) : damaged(file, e.getMessage(), e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw damaged(file, Text.format("line %d is not what was written", number), e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static JsonNode head(Path file, String line) {
    String format;
    JsonNode head;
    try {
      head = JSON.readTree(line == null ? "" : line);
      format = head.path("format").asText();
    } catch (JsonProcessingException e) {
      throw foreign(file, e);
    }
    if (!format.matches(FORMAT + "[0-9]{1,9}") || !head.path("subject").isObject()) {
      throw foreign(file, null);
    }
    int version = Integer.parseInt(format.substring(FORMAT.length()));
    if (version > VERSION) {
      throw new BadInputException(
          Text.format(
              "%s: is an archive of format %d, and this program knows those up to %d; take a newer"
                  + " one",
              file, version, VERSION));
    }
    return head;
  }

  private static BadInputException foreign(Path file, Exception cause) {
    return new BadInputException(
        file
            + ": is no archive of measurements; expected what assay reproduce --archive wrote (gzip"
            + " of lines of JSON)",
        cause);
  }

  private static BadInputException damaged(Path file, String what, Exception cause) {
    return new BadInputException(
        file + ": the archive is damaged: " + what + "; take another copy, or remove it", cause);
  }

  /** Line by line. */
  private static final class Reading {
    private final Archive archive;
    private final List<JsonNode> parts = new ArrayList<>();
    private final List<Archive.Maker> makers = new ArrayList<>();

    Reading(Archive archive) {
      this.archive = archive;
    }

    /**
     * @throws IllegalArgumentException or one of Jackson's if it is not what was written
     */
    void line(JsonNode line) throws JsonProcessingException {
      if (line.has("part")) {
        parts.add(Parts.restored(line.get("part"), parts));
      } else if (line.has("maker")) {
        makers.add(JSON.treeToValue(line.get("maker"), Archive.Maker.class));
      } else if (line.has("training")) {
        archive.add(
            new Archive.Training(Parts.restored(line.get("training"), parts), effort(line)));
      } else {
        archive.add(
            new Archive.Entry(
                Parts.restored(line.required("measurement"), parts),
                Parts.at(makers, line.required("by")),
                line.required("value"),
                line.has("seconds") ? effort(line) : null));
      }
    }

    private static Effort effort(JsonNode line) {
      return new Effort(
          line.required("seconds").asDouble(), line.required("cpuSeconds").asDouble());
    }
  }
}
