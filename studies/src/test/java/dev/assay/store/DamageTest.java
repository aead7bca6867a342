package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.assay.io.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever was done to a cell: it is made anew, one line says so, and then it is whole. */
@Timeout(600)
class DamageTest {
  private static final String SEAL = "cell.json";
  private static final String VALUE = "value.json";

  @TempDir private Path folder;
  private Store store;
  private int makes;

  @BeforeEach
  void store() {
    store = Store.at(folder.resolve("store"), "test");
    assertThat(value()).isEqualTo(12345);
    assertThat(makes).isEqualTo(1);
  }

  private Noted<Integer> cell() {
    return new Noted<>(
        Map.of("what", "a number"),
        Integer.class,
        () -> {
          makes++;
          return 12345;
        });
  }

  private int value() {
    return store.get(cell());
  }

  private Path place() {
    return folder.resolve("store/cells").resolve(store.name(cell()));
  }

  /** What is logged meanwhile. */
  private List<String> logged(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return lines.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @FunctionalInterface
  private interface Work {
    void on(Path path) throws IOException;
  }

  enum Damage {
    NOT_UTF8(seal(text -> "\u00ff" + text, true)),
    ENDS_WITHIN_A_CHARACTER(seal(text -> text + "\u00c3", true)),
    NULL(seal(text -> "null")),
    LIST(seal(text -> "[]")),
    NUMBER(seal(text -> "1e999")),
    NOTHING(seal(text -> "")),
    NO_FIELDS(seal(text -> "{}")),
    CUT(seal(text -> text.substring(0, text.length() / 2))),
    LAST_BYTE_MISSING(seal(text -> text.substring(0, text.length() - 1))),
    MORE_BEHIND(seal(text -> text + "{}")),
    TWICE(seal(text -> text.replace("{\"key\"", "{\"version\":\"x\",\"key\""))),
    UNKNOWN_FIELD(seal(text -> text.replace("{\"key\"", "{\"more\":1,\"key\""))),
    FILES_NULL(seal(text -> text.replaceAll("\"files\":\\{.*?}", "\"files\":null"))),
    FILES_EMPTY(seal(text -> text.replaceAll("\"files\":\\{.*?}", "\"files\":{}"))),
    FILES_TEXT(seal(text -> text.replaceAll("\"files\":\\{.*?}", "\"files\":\"x\""))),
    FILES_MISSING(seal(text -> text.replaceAll(",\"files\":\\{.*?}", ""))),
    FILE_NULL(seal(text -> text.replaceAll("(\"value.json\"):\"\\w*\"", "$1:null"))),
    FILE_NUMBER(seal(text -> text.replaceAll("(\"value.json\"):\"\\w*\"", "$1:7"))),
    FILE_OUTSIDE(seal(text -> text.replace("value.json", "../../../outside"))),
    FILE_OF_NO_NAME(seal(text -> text.replace("value.json", "\\u0000"))),
    FILE_TOO_MANY(seal(text -> text.replace("\"value.json\"", "\"a\":\"b\",\"value.json\""))),
    KEY_NULL(seal(text -> text.replaceAll("\"key\":\"(\\\\.|[^\"])*\"", "\"key\":null"))),
    KEY_OF_ANOTHER(seal(text -> text.replaceFirst("what", "that"))),
    VERSION_NULL(seal(text -> text.replace("\"version\":\"test\"", "\"version\":null"))),
    DEEP(seal(text -> "[".repeat(100_000))),
    LONG(on(SEAL, Damage::grow)),
    SEAL_MISSING(on(SEAL, Files::delete)),
    SEAL_FOLDER(on(SEAL, Damage::folder)),
    SEAL_LINK(on(SEAL, Damage::dangling)),
    SEAL_LINK_TO_ITS_COPY(on(SEAL, Damage::moved)),
    SEAL_PIPE(on(SEAL, Damage::pipe)),
    VALUE_MISSING(on(VALUE, Files::delete)),
    VALUE_CHANGED(on(VALUE, file -> Files.writeString(file, "12346"))),
    VALUE_CUT(on(VALUE, file -> Files.writeString(file, "1234"))),
    VALUE_EMPTY(on(VALUE, file -> Files.writeString(file, ""))),
    VALUE_LONG(on(VALUE, Damage::grow)),
    VALUE_FOLDER(on(VALUE, Damage::folder)),
    VALUE_LINK(on(VALUE, Damage::dangling)),
    VALUE_LINK_TO_ITS_COPY(on(VALUE, Damage::moved)),
    VALUE_PIPE(on(VALUE, Damage::pipe)),
    ANOTHER_FILE(place -> Files.writeString(place.resolve("more"), "")),
    ANOTHER_FOLDER(place -> Files.createDirectories(place.resolve("more/and/more"))),
    CELL_EMPTY(
        place -> {
          delete(place);
          Files.createDirectory(place);
        }),
    CELL_FILE(
        place -> {
          delete(place);
          Files.writeString(place, "x");
        }),
    CELL_LINK(
        place -> {
          delete(place);
          Files.createSymbolicLink(place, Path.of("nowhere"));
        }),
    CELL_LINK_TO_ITSELF(
        place -> {
          delete(place);
          Files.createSymbolicLink(place, place);
        });

    private final Work work;

    Damage(Work work) {
      this.work = work;
    }

    private static Work seal(UnaryOperator<String> change) {
      return seal(change, false);
    }

    private static Work seal(UnaryOperator<String> change, boolean bytes) {
      return on(
          SEAL,
          file -> {
            String text = Files.readString(file);
            String changed = change.apply(text);
            assertThat(changed).isNotEqualTo(text);
            Files.write(
                file,
                changed.getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
          });
    }

    private static Work on(String name, Work work) {
      return place -> work.on(place.resolve(name));
    }

    private static void delete(Path place) throws IOException {
      Trees.remove(place);
    }

    /** Much, without taking room on the disk. */
    private static void grow(Path file) throws IOException {
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.setLength(file.endsWith(SEAL) ? 1L << 33 : 1L << 24);
      }
    }

    private static void folder(Path file) throws IOException {
      Files.delete(file);
      Files.createDirectories(file.resolve("with/something/in it"));
    }

    private static void dangling(Path file) throws IOException {
      Files.delete(file);
      Files.createSymbolicLink(file, Path.of("nowhere"));
    }

    private static void moved(Path file) throws IOException {
      Path store = file.getParent().getParent().getParent();
      Path elsewhere = Files.createTempFile(store, "copy", "");
      Files.move(file, elsewhere, StandardCopyOption.REPLACE_EXISTING);
      Files.createSymbolicLink(file, elsewhere);
    }

    /** To read it would be to wait for ever. */
    private static void pipe(Path file) throws IOException {
      Files.delete(file);
      try {
        int exit = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assertThat(exit).isZero();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isMendedWithOneLine(Damage damage) throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "12345");
    damage.work.on(place());

    List<String> lines = logged(() -> assertThat(value()).isEqualTo(12345));

    assertThat(makes).isEqualTo(2);
    assertThat(lines).singleElement().asString().contains("made anew", place().toString());
    assertThat(lines.get(0)).doesNotContain("disk").doesNotContain("Exception");
    assertWhole();
    assertThat(outside).hasContent("12345");
  }

  private void assertWhole() {
    int before = makes;
    assertThat(logged(() -> assertThat(value()).isEqualTo(12345))).isEmpty();
    assertThat(makes).isEqualTo(before);
    assertThat(place()).isDirectory();
  }

  /** Any bytes of any file changed, removed or put in: mended, or nothing was lost. */
  @Test
  void whateverHappensToItsBytesTheValueIsRight() throws IOException {
    int cases = Boolean.getBoolean("assay.sweep") ? 3000 : 40;
    int mended = 0;
    for (int i = 0; i < cases; i++) {
      Draw draw = new Draw(i);
      Path file = place().resolve(draw.below(2) == 0 ? SEAL : VALUE);
      byte[] bytes = Files.readAllBytes(file);
      int edits = 1 + draw.below(3);
      for (int edit = 0; edit < edits; edit++) {
        bytes = edited(bytes, draw);
      }
      Files.write(file, bytes);
      int before = makes;

      List<String> lines = logged(() -> assertThat(value()).isEqualTo(12345));

      assertThat(lines).as("case " + i).hasSize(makes - before);
      mended += makes - before;
    }
    assertThat(mended).isGreaterThan(cases * 3 / 4);
  }

  private static byte[] edited(byte[] bytes, Draw draw) {
    int at = draw.below(bytes.length + 1);
    byte[] head = Arrays.copyOf(bytes, at);
    byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
    byte[] middle = {(byte) draw.below(256)};
    int cut = Math.min(tail.length, draw.below(3));
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.writeBytes(head);
    switch (draw.below(4)) {
      case 0 -> result.writeBytes(middle);
      case 1 -> tail = new byte[0];
      default -> cut = Math.max(cut, Math.min(1, tail.length));
    }
    result.writeBytes(Arrays.copyOfRange(tail, Math.min(cut, tail.length), tail.length));
    return result.toByteArray();
  }

  /** Numbers of one case, by counting. */
  private static final class Draw {
    private final long key;
    private long next;

    Draw(int number) {
      key = number;
    }

    int below(int bound) {
      return (int) Math.floorMod(mix(key * 1_000_003 + next++), (long) bound);
    }

    private static long mix(long z) {
      z = (z + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
      z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
      return z ^ z >>> 31;
    }
  }

  @Test
  void aPlaceOfWorkIsMended() throws IOException {
    Path work = folder.resolve("store/work").resolve(store.name(cell()));
    List<Work> damages =
        List.of(
            path -> Files.writeString(path, "x"),
            path -> Files.createSymbolicLink(path, Path.of("nowhere")),
            path -> Files.createDirectories(path.resolve(SEAL).resolve("x")),
            path -> Files.createDirectories(path.resolve(VALUE).resolve("x")),
            path -> Files.createDirectories(path.resolve("more/x")));
    for (Work damage : damages) {
      Trees.remove(place());
      damage.on(work);
      assertThat(logged(() -> assertThat(value()).isEqualTo(12345))).isEmpty();
      assertThat(place()).isDirectoryNotContaining(file -> Files.isDirectory(file));
      assertWhole();
    }
  }

  @Test
  void closedFilesAndFoldersAreMended() throws IOException {
    assumeFalse(Files.isReadable(Path.of("/etc/shadow")), "root may read everything");
    for (String closed : List.of("", SEAL, VALUE)) {
      Files.setPosixFilePermissions(
          place().resolve(closed), PosixFilePermissions.fromString("---------"));
      assertThat(logged(() -> assertThat(value()).isEqualTo(12345)))
          .singleElement()
          .asString()
          .contains("permission denied");
      assertWhole();
    }
  }

  @Test
  void whatCannotBeMendedIsSaidWithItsCause() throws IOException {
    Path lock = folder.resolve("store/lock");
    Trees.remove(place());
    Files.delete(lock);
    Files.createDirectories(lock.resolve("x"));
    assertThatThrownBy(this::value)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(lock + ": Is a directory")
        .message()
        .doesNotContain("disk");
  }

  /** Several processes find the same damage: each cell is made anew by one of them. */
  @Test
  void processesMendTogether() throws Exception {
    int count = 60;
    Path shared = folder.resolve("shared");
    Path log = folder.resolve("log");
    String[] arguments = {shared.toString(), log.toString(), "cells", String.valueOf(count)};
    Probe.main(arguments);
    Damage[] kinds = Damage.values();
    List<Path> cells = Trees.list(shared.resolve("cells"));
    assertThat(cells).hasSize(count);
    for (int i = 0; i < count; i++) {
      Damage kind = kinds[i % kinds.length];
      kind.work.on(cells.get(i));
    }
    Files.delete(log);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(Probe.fork(arguments));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    try (Stream<String> lines = Files.lines(log)) {
      assertThat(lines.map(line -> Integer.valueOf(line.split(" ")[1])))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    }
  }
}
