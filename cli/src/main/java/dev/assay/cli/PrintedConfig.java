package dev.assay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The settings that a command line comes to, as a {@link ConfigFile} that gives the same. */
final class PrintedConfig {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private final ParseResult parsed;
  private final ObjectNode root = YAML.createObjectNode();

  private PrintedConfig(ParseResult parsed) {
    this.parsed = parsed;
  }

  static String of(ParseResult parsed) {
    PrintedConfig config = new PrintedConfig(parsed);
    ConfigFile.settings(parsed.commandSpec()).forEach(config::add);
    try {
      return YAML.writeValueAsString(config.root).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What has no value and no default is left out. */
  private void add(ArgSpec arg) {
    String key = ConfigFile.key(arg);
    if (arg.arity().max() == 0) {
      root.put(key, (Boolean) arg.getValue());
      return;
    }
    List<String> values = values(arg);
    if (values.isEmpty()) {
      return;
    } else if (!arg.isMultiValue()) {
      put(root.putArray(key), arg, values.get(0));
      root.set(key, root.get(key).get(0));
    } else {
      ArrayNode list = root.putArray(key);
      values.forEach(value -> put(list, arg, value));
    }
  }

  private List<String> values(ArgSpec arg) {
    boolean given =
        arg instanceof OptionSpec option
            ? parsed.hasMatchedOption(option)
            : parsed.hasMatchedPositional((PositionalParamSpec) arg);
    if (given) {
      return arg.stringValues();
    }
    String usual = Defaults.of(arg);
    return usual == null
        ? List.of()
        : arg.splitRegex().isEmpty() ? List.of(usual) : List.of(usual.split(arg.splitRegex()));
  }

  /** Numbers as such; text that looks like one in quotes. */
  private static void put(ArrayNode list, ArgSpec arg, String value) {
    Class<?> type = arg.auxiliaryTypes()[0];
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      list.add(new BigDecimal(new BigDecimal(value).stripTrailingZeros().toPlainString()));
    } else {
      list.add(value);
    }
  }
}
