package dev.assay.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as JavaCPP leaves them, and what could be done to them. */
class UnpackedTest {
  private static final String PREFIX = "some/where/";
  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir private Path temporary;
  private Path jar;
  private Path cache;
  private Path folder;

  @BeforeEach
  void unpack() throws IOException {
    temporary = temporary.toRealPath();
    jar = jar("one", "two");
    cache = temporary.resolve("cache");
    folder = cache.resolve("some.jar").resolve(PREFIX);
    unpacked().verify();
    Files.createDirectories(folder);
    put("liba.so", "one");
    put("libb.so.1", "two");
    put("librenamed.so", "two");
    Files.createSymbolicLink(folder.resolve("libb.so"), Path.of("libb.so.1"));
    unpacked().verify();
    assertThat(names()).containsExactly("liba.so", "libb.so", "libb.so.1", "librenamed.so");
  }

  /** A jar with two libraries; a new file each time, as open jars are cached by their names. */
  private Path jar(String a, String b) throws IOException {
    Path written = Files.createTempDirectory(temporary, "jar").resolve("some.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(written))) {
      entry(out, PREFIX + "liba.so", a);
      entry(out, PREFIX + "libb.so.1", b);
      entry(out, PREFIX + "readme", "no library");
      entry(out, "else/libc.so", "els");
    }
    return written;
  }

  private static void entry(JarOutputStream out, String name, String text) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(TIME);
    out.putNextEntry(entry);
    out.write(text.getBytes());
    out.closeEntry();
  }

  private Unpacked unpacked() throws IOException {
    URL library = URI.create("jar:" + jar.toUri() + "!/" + PREFIX + "liba.so").toURL();
    return Unpacked.of(cache, library);
  }

  private void put(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, TIME);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  /** What JavaCPP would take, as its size and time are right. */
  @Test
  void anotherFileOfTheSameSizeAndTimeGoes() throws IOException {
    for (boolean sealed : new boolean[] {false, true}) {
      if (sealed) {
        put("liba.so", "one");
        unpacked().seal();
      }
      put("liba.so", "eno");
      unpacked().verify();
      assertThat(names()).containsExactly("libb.so", "libb.so.1", "librenamed.so");
    }
  }

  @Test
  void whatIsInNoJarGoes() throws IOException {
    put("libstdc++.so.6", "xyz");
    put("libc.so", "els");
    put("liba.so", "two");
    put("empty", "");
    Path outside = Files.writeString(temporary.resolve("outside"), "one");
    Files.createSymbolicLink(folder.resolve("libout.so"), outside);
    Files.createSymbolicLink(folder.resolve("libup.so"), Path.of("../x"));
    unpacked().verify();
    assertThat(names()).containsExactly("libb.so", "libb.so.1", "librenamed.so");
    assertThat(outside).hasContent("one");
  }

  /** So starts are quick; that the seal is looked at shows where it is believed. */
  @Test
  void sealedFilesAreNotReadAgain() throws IOException {
    unpacked().seal();
    String seal = Files.readString(cache.resolve("some.jar/seal"));
    put("liba.so", "eno");
    unpacked().seal();
    unpacked().verify();
    assertThat(names()).contains("liba.so");
    assertThat(Files.readString(cache.resolve("some.jar/seal"))).isNotEqualTo(seal);
  }

  @Test
  void aSealIsForOneContentOfTheJar() throws IOException {
    unpacked().seal();
    jar = jar("six", "two");
    unpacked().verify();
    assertThat(names()).containsExactly("libb.so", "libb.so.1", "librenamed.so");
  }

  @Test
  void aDamagedSealSealsNothing() throws IOException {
    unpacked().seal();
    Path seal = cache.resolve("some.jar/seal");
    String whole = Files.readString(seal);
    put("liba.so", "eno");
    Files.writeString(seal, whole.substring(0, whole.length() - 2));
    unpacked().verify();
    assertThat(names()).doesNotContain("liba.so");
    Files.write(seal, new byte[] {(byte) 0xff, 0});
    unpacked().verify();
  }

  @Test
  void foldersThatOthersCanWriteOrThatLeadElsewhereAreRefused() throws IOException {
    Path top = cache.resolve("some.jar");
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> unpacked().verify())
        .hasMessage(top + " can be written by others; remove it");
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
    Path moved = Files.move(top.resolve("some"), temporary.resolve("elsewhere"));
    Files.createSymbolicLink(top.resolve("some"), moved);
    assertThatThrownBy(() -> unpacked().verify())
        .hasMessage(folder + " leads through a link; remove it");
  }

  /** Where JavaCPP unpacks to is written in its code alone. */
  @Test
  void looksWhereJavaCppUnpacks() throws IOException {
    URL library = Loader.class.getResource(Loader.getPlatform() + "/libjnijavacpp.so");
    File file = Loader.cacheResource(library);
    Path found = NativeCache.folder();
    Unpacked jar = Unpacked.of(found, library);
    assertThat(jar.folder()).isEqualTo(file.toPath().getParent());
  }

  @Test
  void librariesOutsideOfJarsAreNotUnpacked() throws IOException {
    assertThat(Unpacked.of(cache, temporary.toUri().toURL())).isNull();
    assertThat(Unpacked.of(cache, null)).isNull();
  }
}
