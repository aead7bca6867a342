package dev.assay.cli;

import dev.assay.fetch.Download;
import dev.assay.fetch.Published;
import dev.assay.io.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gets data sets from the network. */
@Command(
    name = "fetch",
    header = "Gets data sets from the network.",
    description = {
      "Gets data sets from where they are published and holds each file against its digest. What"
          + " has arrived when it is stopped is kept, and the next attempt goes on there. Without a"
          + " network it says which files to get by hand, and where to put them.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay data fetch mnist",
      "  assay data fetch mnist fashion-mnist cifar-10 --data-dir /mnt/datasets"
    })
final class FetchCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      converter = Texts.OfPublished.class,
      completionCandidates = Candidates.OfPublished.class,
      description = "mnist, fashion-mnist, cifar-10.")
  private List<Published> wanted;

  @Mixin private DataOptions dataOptions;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    Path into = dataOptions.folder().orElseGet(() -> dataOptions.catalog().folders().get(0));
    for (Published set : wanted) {
      Path place =
          set.fetch(
              into,
              new Download(),
              done -> console.progress("fetch " + set.name(), done, set.bytes(), "bytes", ""));
      console.clear();
      console.row(
          "fetched",
          Map.of("name", set.name(), "folder", place),
          Text.format("%s: %s", set.name(), place));
      if (!set.checked()) {
        console.say(
            "its digests are those that others tell; they were not held against the published"
                + " files when this program was made");
      }
    }
    return 0;
  }
}
