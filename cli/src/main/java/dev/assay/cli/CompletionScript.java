package dev.assay.cli;

import dev.assay.io.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A completion script for bash, and for zsh through its bashcompinit: a function that knows the
 * options of each command and what each takes.
 */
final class CompletionScript {
  /** Reads the words before the cursor: bash cuts them at colons too, zsh does not. */
  private static final String BEGIN =
      """
      # Completion of assay for bash, and for zsh through bashcompinit: source <(assay completion)
      if [ -n "${ZSH_VERSION:-}" ]; then
        autoload -U +X compinit && compinit -u
        autoload -U +X bashcompinit && bashcompinit
      fi

      # The values in $1, separated by spaces, that go on from what is typed.
      _assay_words() {
        local word
        for word in $1; do
          case $word in
            "$current"*) COMPREPLY+=("$before$word") ;;
          esac
        done
      }

      # The same for a list separated by commas.
      _assay_list() {
        case $current in
          *,*)
            before=$before${current%,*},
            current=${current##*,}
            ;;
        esac
        _assay_words "$1"
      }

      # Files, or with -d folders, that go on from what is typed.
      _assay_files() {
        local file typed=$current home=
        case $current in
          '~/'*)
            home=$HOME
            typed=$HOME${current#'~'}
            ;;
        esac
        for file in "$typed"*; do
          if [ -d "$file" ] || { [ "$1" = -f ] && [ -e "$file" ]; }; then
            [ -z "$home" ] || file='~'${file#"$home"}
            COMPREPLY+=("$before$file")
          fi
        done
        if [ -n "${BASH_VERSION:-}" ]; then
          compopt -o filenames 2> /dev/null
        fi
      }

      _assay() {
        local typed current before= previous= command=assay depth=0 position=0 flags= valued=
        local word skip= i
        COMPREPLY=()
        if [ -n "${BASH_VERSION:-}" ]; then
          word=${COMP_LINE:0:COMP_POINT}
          read -r -a typed <<< "$word"
          case $word in
            *[[:space:]]) typed+=("") ;;
          esac
        else
          typed=("${COMP_WORDS[@]:0:$COMP_CWORD}" "${COMP_WORDS[$COMP_CWORD]}")
        fi
        i=$((${#typed[@]} - 1))
        current=${typed[$i]}
        typed=("${typed[@]:1:$((i - 1))}")
      """;

  private static final String END =
      """
        case $current in
          --*=*)
            previous=${current%%=*}
            before=$previous=
            current=${current#*=}
            ;;
          -*)
            previous=
            _assay_words "$flags"
            return
            ;;
        esac
        _assay_values
        if [ -n "${BASH_VERSION:-}" ]; then
          # what bash replaces begins after the last colon or equals sign
          word=$before$current
          word=${word%"${word##*[:=]}"}
          for i in "${!COMPREPLY[@]}"; do
            COMPREPLY[$i]=${COMPREPLY[$i]#"$word"}
          done
        fi
      }

      complete -F _assay assay
      """;

  private final StringBuilder script = new StringBuilder(BEGIN);
  private final List<CommandSpec> commands = new ArrayList<>();

  private CompletionScript() {}

  static String of(CommandLine root) {
    CompletionScript script = new CompletionScript();
    script.collect(root.getCommandSpec());
    return script.text();
  }

  private void collect(CommandSpec command) {
    commands.add(command);
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec()));
  }

  private String text() {
    line("  for word in \"${typed[@]}\"; do");
    line("    case \"$command $word\" in");
    String names =
        commands.stream()
            .skip(1)
            .map(c -> "'" + c.qualifiedName() + "'")
            .collect(Collectors.joining(" | "));
    line("      %s)", names);
    line("        command=\"$command $word\"");
    line("        depth=$((depth + 1))");
    line("        ;;");
    line("      *) break ;;");
    line("    esac");
    line("  done");
    line("  case $command in");
    for (CommandSpec command : commands) {
      line("    '%s')", command.qualifiedName());
      line("      flags='%s'", names(command.options(), false));
      line("      valued=' %s '", names(command.options(), true));
      line("      ;;");
    }
    line("  esac");
    script.append(POSITIONS);
    script.append(END);
    values();
    return script.toString();
  }

  /** How many arguments come before the cursor, and the option whose value is wanted there. */
  private static final String POSITIONS =
      """
        for word in "${typed[@]:$depth}"; do
          if [ -n "$skip" ]; then
            skip=
            previous=
            continue
          fi
          case $word in
            --*=*) ;;
            -*)
              case $valued in
                *" $word "*)
                  skip=yes
                  previous=$word
                  ;;
              esac
              ;;
            *) position=$((position + 1)) ;;
          esac
        done
      """;

  /** A function with one line for each option and argument that takes something to be completed. */
  private void values() {
    line("");
    line("_assay_values() {");
    line("  case \"$command:${previous:-$position}\" in");
    for (CommandSpec command : commands) {
      for (OptionSpec option : command.options()) {
        if (option.arity().max() > 0) {
          values(
              Stream.of(option.names())
                  .map(name -> pattern(command, name))
                  .collect(Collectors.joining(" | ")),
              option);
        }
      }
      command
          .positionalParameters()
          .forEach(p -> values(pattern(command, Integer.toString(p.index().min())), p));
      if (!command.subcommands().isEmpty()) {
        line(
            "    %s) _assay_words '%s' ;;",
            pattern(command, "0"), String.join(" ", command.subcommands().keySet()));
      }
    }
    line("  esac");
    line("}");
  }

  private void values(String pattern, ArgSpec arg) {
    String words =
        arg.paramLabel().equals("COMMAND")
            ? String.join(" ", commands.get(0).subcommands().keySet())
            : String.join(" ", Candidates.of(arg));
    List<String> calls = new ArrayList<>();
    if (!words.isEmpty()) {
      calls.add(Text.format("%s '%s'", takesList(arg) ? "_assay_list" : "_assay_words", words));
    }
    if (arg.type() == Path.class || arg.paramLabel().equals("MODEL")) {
      calls.add("_assay_files " + (arg.paramLabel().equals("FOLDER") ? "-d" : "-f"));
    }
    if (!calls.isEmpty()) {
      line("    %s) %s ;;", pattern, String.join("; ", calls));
    }
  }

  private static boolean takesList(ArgSpec arg) {
    return !arg.splitRegex().isEmpty() || arg.paramLabel().contains(",");
  }

  private static String pattern(CommandSpec command, String what) {
    return Text.format("'%s:%s'", command.qualifiedName(), what);
  }

  private static String names(List<OptionSpec> options, boolean valued) {
    return options.stream()
        .filter(option -> !valued || option.arity().max() > 0)
        .flatMap(option -> Stream.of(option.names()))
        .collect(Collectors.joining(" "));
  }

  private void line(String format, Object... values) {
    script.append(values.length == 0 ? format : Text.format(format, values)).append('\n');
  }
}
