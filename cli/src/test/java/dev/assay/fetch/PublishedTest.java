package dev.assay.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.io.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server on this machine. */
class PublishedTest {
  private static final byte[] CONTENT = new byte[300_000];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  @TempDir private Path folder;
  private final List<String> ranges = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI serve(String path, byte[] content) {
    server.createContext(path, exchange -> answer(exchange, content));
    return at(path);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void answer(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content, from, content.length - from);
    }
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Published set(byte[] content, boolean checked, Set<String> members, URI... at) {
    Remote file = new Remote("file", content.length, "MD5:" + md5(content), checked, List.of(at));
    return new Published("set", "set", List.of(file), members);
  }

  private Path fetch(Published set) {
    return set.fetch(folder, new Download(), done -> {});
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("set"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void getsAFileAndTellsHowFarItIs() throws IOException {
    List<Long> told = new ArrayList<>();
    Published set = set(CONTENT, true, Set.of(), serve("/file", CONTENT));

    Path place = set.fetch(folder, new Download(), told::add);

    assertThat(place.resolve("file")).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("file");
    assertThat(told).isSorted().endsWith((long) CONTENT.length);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.createFile(folder.resolve("set"));
    Published set = set(CONTENT, true, Set.of(), serve("/file", CONTENT));

    assertThatThrownBy(() -> fetch(set))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("set: not a folder");
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    Published set = set(CONTENT, true, Set.of(), serve("/file", CONTENT));
    fetch(set);
    fetch(set);

    assertThat(ranges).hasSize(1);
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    Files.createDirectories(folder.resolve("set"));
    Files.write(folder.resolve("set/file.part"), Arrays.copyOf(CONTENT, 100_000));

    Path place = fetch(set(CONTENT, true, Set.of(), serve("/file", CONTENT)));

    assertThat(place.resolve("file")).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=100000-");
  }

  @Test
  void aMirrorThatBreaksOffIsFollowedByTheNext() {
    server.createContext(
        "/short",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 70_000);
          exchange.close();
        });

    Path place = fetch(set(CONTENT, true, Set.of(), at("/short"), serve("/file", CONTENT)));

    assertThat(place.resolve("file")).hasBinaryContent(CONTENT);
  }

  @Test
  void aMirrorWithAnotherFileIsFollowedByTheNext() throws IOException {
    byte[] other = CONTENT.clone();
    other[5]++;

    Path place =
        fetch(
            set(
                CONTENT,
                true,
                Set.of(),
                at("/nothing"),
                serve("/other", other),
                serve("/file", CONTENT)));

    assertThat(place.resolve("file")).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void whereNoMirrorAnswersItSaysWhatToDoByHand() throws IOException {
    byte[] other = CONTENT.clone();
    other[5]++;
    URI wrong = serve("/other", other);
    URI gone = at("/gone");
    Published set = set(CONTENT, false, Set.of(), gone, wrong);

    assertThatThrownBy(() -> fetch(set))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("answered 404")
        .hasMessageContaining("which others tell and was not checked here")
        .hasMessageContaining("get file by hand from " + at("/") + " or " + at("/"))
        .hasMessageContaining("put them into " + folder.resolve("set"));
    assertThat(names()).isEmpty();
  }

  @Test
  void withoutANetworkItSaysWhatToDoByHand() {
    URI nowhere = at("/file");
    server.stop(0);

    assertThatThrownBy(() -> fetch(set(CONTENT, true, Set.of(), nowhere)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("127.0.0.1: no connection")
        .hasMessageContaining("get file by hand from " + nowhere.resolve("."));
  }

  @Test
  void takesTheMembersOutOfAnArchive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (String name : List.of("in/a.bin", "../../b.bin", "in/other.txt")) {
        byte[] member = name.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(member.length);
        tar.putArchiveEntry(entry);
        tar.write(member);
        tar.closeArchiveEntry();
      }
    }
    byte[] archive = bytes.toByteArray();

    fetch(set(archive, true, Set.of("a.bin", "b.bin"), serve("/file", archive)));

    assertThat(names()).containsExactly("a.bin", "b.bin");
    assertThat(folder.resolve("set/b.bin")).hasContent("../../b.bin");
  }

  @Test
  void everyDataSetThatIsPublishedHasItsFiles() {
    assertThat(Published.all())
        .allSatisfy(
            set ->
                assertThat(set.files())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.mirrors()).hasSizeGreaterThan(1)));
  }
}
