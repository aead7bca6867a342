package dev.assay.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that load the kernels from a jar, with a library planted that leaves a mark when it is
 * loaded; some as another user, which needs root.
 */
class NativeCacheTest {
  private static final String LIBRARY =
      "dev/assay/kernels/" + Loader.getPlatform() + "/libjniKernels.so";

  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

  /** The number of the user {@code nobody} nearly everywhere; any number will do. */
  private static final int NOBODY = 65534;

  @TempDir private Path folder;

  /** Stands for {@code /tmp}. */
  private Path shared;

  private Path jar;
  private Path mark;
  private final List<String> asUser = new ArrayList<>();

  /** The process: says whether the kernels were loaded, and from where. */
  static final class Run {
    private Run() {}

    public static void main(String[] arguments) {
      System.out.println("reason: " + KernelLibrary.reason());
      System.out.println("cache: " + NativeCache.folder());
      System.out.println("note: " + NativeCache.reason());
    }
  }

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    assumeTrue(KernelLibrary.available(), KernelLibrary.reason());
    folder = folder.toRealPath();
    mode(folder, 0755);
    shared = Files.createDirectory(folder.resolve("shared"));
    mode(shared, 01777);
    mark = shared.resolve("mark");
    Path jars = Files.createDirectory(folder.resolve("jars"));
    jar = jars.resolve("kernels.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String root : List.of("target/classes", "target/test-classes")) {
        pack(Path.of(root).toAbsolutePath(), out);
      }
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      if (file.getFileName().toString().startsWith("javacpp")) {
        Files.copy(file, jars.resolve(file.getFileName()));
      }
    }
  }

  private static void pack(Path root, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        ZipEntry entry = new ZipEntry(root.relativize(file).toString());
        entry.setLastModifiedTime(TIME);
        out.putNextEntry(entry);
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  /** As the user of that number, without rights. */
  private void become(int user) throws IOException, InterruptedException {
    assumeTrue(PrivateFolder.user() == 0, "only root can become another user");
    asUser.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
    List<String> java = new ArrayList<>(asUser);
    java.addAll(List.of(java(), "-version"));
    Process process;
    try {
      process = new ProcessBuilder(java).redirectErrorStream(true).start();
    } catch (IOException e) {
      process = null;
    }
    assumeTrue(
        process != null && process.waitFor() == 0, "needs setpriv, and a JVM that others may run");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private List<String> run(String... options) throws IOException, InterruptedException {
    return output(start(options));
  }

  private Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>(asUser);
    command.addAll(List.of(java(), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + shared);
    command.add("-Duser.home=" + folder.resolve("nowhere/at/all"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar.getParent() + "/*", Run.class.getName()));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static List<String> output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output.lines().filter(line -> !line.startsWith("WARNING")).toList();
  }

  /** Puts a library of the right size and time where JavaCPP looks for the unpacked one. */
  private Path plant(Path cache) throws IOException, InterruptedException {
    Path file = cache.resolve(jar.getFileName()).resolve(LIBRARY);
    Files.createDirectories(file.getParent());
    Path source =
        Files.writeString(
            folder.resolve("planted.c"),
            """
        #include <fcntl.h>
        __attribute__((constructor)) static void mark(void) { creat("%s", 0666); }
        """
                .formatted(mark));
    String compiler = System.getenv().getOrDefault("CXX", "g++");
    Process process =
        new ProcessBuilder(compiler, "-shared", "-fPIC", "-o", file.toString(), source.toString())
            .inheritIO()
            .start();
    assumeTrue(process.waitFor() == 0, "needs a C++ compiler");
    byte[] planted = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(planted, (int) Files.size(genuine())));
    Files.setLastModifiedTime(file, TIME);
    return file;
  }

  private static Path genuine() {
    return Path.of("target/classes").resolve(LIBRARY);
  }

  private void nothingPlantedRan() {
    assertThat(mark).doesNotExist();
  }

  @Test
  void aLibraryPlantedWhereJavaCppWouldLookIsNotLoaded() throws Exception {
    become(NOBODY);
    plant(shared.resolve(".javacpp-somebody/cache"));
    open(shared.resolve(".javacpp-somebody"));

    List<String> output = run("-Duser.name=somebody");

    nothingPlantedRan();
    Path cache = shared.resolve("assay-native-" + NOBODY);
    assertThat(output).contains("reason: null", "cache: " + cache);
    assertThat(Files.getAttribute(cache, "unix:mode")).isEqualTo(040700);
    assertThat(Files.getAttribute(cache, "unix:uid")).isEqualTo(NOBODY);
    assertThat(run("-Duser.name=somebody")).isEqualTo(output);
  }

  /** Everybody may read and write there, as a planter would arrange it. */
  private static void open(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        mode(file, 0777);
      }
    }
  }

  @Test
  void aFolderThatSomebodyElseHasMadeIsRefused() throws Exception {
    become(NOBODY);
    Path cache = shared.resolve("assay-native-" + NOBODY);
    plant(cache);
    open(cache);

    List<String> output = run();

    nothingPlantedRan();
    assertThat(output.get(0))
        .startsWith("reason: kernels not available: ")
        .contains(cache + " belongs to root, not to you, user 65534")
        .endsWith("ASSAY_JAVA_OPTS)");
    assertThat(output).contains("cache: null");
  }

  @Test
  void aLinkIsRefused() throws Exception {
    become(NOBODY);
    Path elsewhere = folder.resolve("elsewhere");
    plant(elsewhere);
    give(elsewhere, NOBODY);
    Files.createSymbolicLink(shared.resolve("assay-native-" + NOBODY), elsewhere);

    assertThat(run().get(0)).contains("assay-native-65534 is a link");
    nothingPlantedRan();
  }

  private static void give(Path root, int user) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Size and time are not believed even in one's own folder. */
  @Test
  void whatIsNotAsInTheJarIsUnpackedAgain() throws Exception {
    Path cache = folder.resolve("own");
    String named = "-Dorg.bytedeco.javacpp.cachedir=" + cache;
    List<String> output = run(named);
    assertThat(output).containsExactly("reason: null", "cache: " + cache, "note: null");

    Path file = plant(cache);
    assertThat(run(named)).isEqualTo(output);
    nothingPlantedRan();
    assertThat(file).hasSameBinaryContentAs(genuine());

    // and what was never sealed
    Path other = folder.resolve("other");
    plant(other);
    assertThat(run("-Dorg.bytedeco.javacpp.cachedir=" + other)).contains("reason: null");
    nothingPlantedRan();
  }

  @Test
  void startsAtOnceMendTogether() throws Exception {
    Path cache = folder.resolve("own");
    plant(cache);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(start("-Dorg.bytedeco.javacpp.cachedir=" + cache));
    }
    for (Process process : processes) {
      assertThat(output(process)).contains("reason: null");
    }
    nothingPlantedRan();
  }

  @Test
  void aFolderThatTheUserNamesIsTakenOrRefusedButNotReplaced() throws Exception {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), mine);
    assertThat(run("-Dorg.bytedeco.javacpp.cachedir=" + link))
        .contains("reason: null", "cache: " + mine);

    Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(run("-Dorg.bytedeco.javacpp.cacheDir=" + mine))
        .containsExactly(
            "reason: kernels not available: "
                + mine
                + " can be written by others; name a folder that only you can write with"
                + " -Dorg.bytedeco.javacpp.cachedir=FOLDER (./assay: in ASSAY_JAVA_OPTS)",
            "cache: null",
            "note: "
                + mine
                + " can be written by others; name a folder that only you can write with"
                + " -Dorg.bytedeco.javacpp.cachedir=FOLDER (./assay: in ASSAY_JAVA_OPTS)");
  }

  @Test
  void theLauncherOnlyOffers() throws Exception {
    Path offered = Files.createDirectory(folder.resolve("offered"));
    assertThat(run("-Dassay.natives=" + offered)).contains("cache: " + offered);
    Files.setPosixFilePermissions(offered, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> output = run("-Dassay.natives=" + offered);
    assertThat(output)
        .contains("reason: null", "cache: " + folder.resolve("nowhere/at/all/.assay/native"));
    assertThat(output.get(2)).startsWith("note: " + offered + " can be written by others; name");
  }

  @Test
  void namesAMountFromWhichNothingCanBeRun() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    assumeTrue(PrivateFolder.user() == 0, "only root can mount");
    assumeTrue(
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "noexec,size=8m", "none", "" + mounted)
                .start()
                .waitFor()
            == 0,
        "may not mount here");
    try {
      Path cache = mounted.resolve("cache");
      List<String> output = run("-Dorg.bytedeco.javacpp.cachedir=" + cache);
      assertThat(output.get(0))
          .contains(cache + " is on a file system from which nothing can be run (")
          .contains(mounted + " is mounted noexec)")
          .contains("-Dorg.bytedeco.javacpp.cachedir=FOLDER");
      assertThat(cache).doesNotExist();
      output = run("-Dassay.natives=" + mounted);
      assertThat(output.get(0)).isEqualTo("reason: null");
      assertThat(output.get(2)).contains("is mounted noexec");
    } finally {
      new ProcessBuilder("umount", "" + mounted).start().waitFor();
    }
  }

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }
}
