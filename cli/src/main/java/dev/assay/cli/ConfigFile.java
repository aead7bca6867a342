package dev.assay.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.assay.io.Nearest;
import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Settings of a command in a file, {@code epochs: 20}, by the names of its options and arguments.
 * What neither the command line nor the environment says is taken from there, as if it were typed.
 */
final class ConfigFile {
  static final String OPTION = "--config";

  /** What a file does not say, as it does not change what a command does. */
  private static final Set<String> BESIDE =
      Set.of(OPTION, StandardOptions.PRINT_CONFIG, "--help", "--version");

  /** Variables of the environment that stand for an option. */
  private static final Map<String, String> VARIABLES = Map.of("--data-dir", "ASSAY_DATA");

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final CommandLine command;
  private final ParseResult typed;
  private final Path file;

  private ConfigFile(CommandLine command, ParseResult typed, Path file) {
    this.command = command;
    this.typed = typed;
    this.file = file;
  }

  /**
   * A command line with what is missing in it added from the file that it names, if it names one.
   *
   * @param probe all commands, to be used for nothing else
   * @throws ParameterException if the file does not fit the command
   */
  static String[] complete(CommandLine probe, String... args) {
    if (Stream.of(args).noneMatch(arg -> arg.startsWith(OPTION))) {
      return args;
    }
    collectErrors(probe);
    ParseResult typed = StandardOptions.last(probe.parseArgs(args));
    Path file = typed.matchedOptionValue(OPTION, (Path) null);
    return file == null || typed.isUsageHelpRequested()
        ? args
        : new ConfigFile(typed.commandSpec().commandLine(), typed, file).completed(args);
  }

  /** What is wrong in a command line is told when it is read with the file's settings. */
  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(ConfigFile::collectErrors);
  }

  private String[] completed(String... args) {
    JsonNode settings = read();
    List<ArgSpec> known = settings(command.getCommandSpec());
    List<String> names = known.stream().map(ConfigFile::key).toList();
    for (String key : (Iterable<String>) settings::fieldNames) {
      if (!names.contains(key)) {
        throw bad(Text.format("unknown key '%s'%s", key, Nearest.hint(key, names)));
      }
    }
    List<String> all = new ArrayList<>(List.of(args));
    for (ArgSpec arg : known) {
      if (settings.has(key(arg)) && !isGiven(arg)) {
        add(arg, settings.get(key(arg)), all);
      }
    }
    return all.toArray(String[]::new);
  }

  /** Options by their longest names, arguments by what help calls them. */
  static String key(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? option.longestName().substring(2)
        : arg.paramLabel().replaceFirst("[^A-Z].*", "").toLowerCase(Locale.ROOT);
  }

  /** What a file may say of a command, arguments first. */
  static List<ArgSpec> settings(CommandSpec command) {
    return Stream.<ArgSpec>concat(
            command.positionalParameters().stream(),
            command.options().stream().filter(option -> !BESIDE.contains(option.longestName())))
        .toList();
  }

  /** Whether the command line says it, or the environment does. */
  private boolean isGiven(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? typed.hasMatchedOption(option)
            || VARIABLES.containsKey(option.longestName())
                && System.getenv(VARIABLES.get(option.longestName())) != null
        : typed.matchedPositionals().contains(arg);
  }

  private void add(ArgSpec arg, JsonNode value, List<String> args) {
    String name = arg instanceof OptionSpec option ? option.longestName() : null;
    if (arg.arity().max() == 0) {
      if (!value.isBoolean()) {
        throw bad(Text.format("%s must be true or false, got '%s'", key(arg), value.asText()));
      } else if (value.booleanValue()) {
        args.add(name);
      }
      return;
    }
    List<String> values = new ArrayList<>();
    if (value.isArray() && arg.isMultiValue()) {
      value.forEach(each -> values.add(text(arg, each)));
    } else {
      values.add(text(arg, value));
    }
    List<String> words =
        arg.splitRegex().isEmpty() || values.isEmpty() ? values : List.of(String.join(",", values));
    words.forEach(word -> args.add(name == null ? word : name + "=" + word));
  }

  private String text(ArgSpec arg, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw bad(
          Text.format(
              "%s must be %s, got %s",
              key(arg), arg.isMultiValue() ? "a value, or a list of them" : "one value", value));
    }
    return value.asText();
  }

  private JsonNode read() {
    try {
      JsonNode root = YAML.readTree(Files.readString(file));
      if (root == null || !root.isObject()) {
        throw bad(
            "expected lines of NAME: VALUE, with names as "
                + command.getCommandName()
                + " --help has them");
      }
      return root;
    } catch (JacksonException e) {
      throw bad("is not YAML: " + e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      throw bad("no such file");
    } catch (IOException e) {
      throw bad("cannot be read as text: " + e);
    }
  }

  private ParameterException bad(String what) {
    return new ParameterException(command, file + ": " + what);
  }
}
