package dev.assay.study;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.subspace.Subspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where margins are measured. */
public sealed interface Space {

  /** As {@link #parse} reads it. */
  String label();

  /** All of input space. */
  record Input() implements Space {
    @Override
    public String label() {
      return "input";
    }
  }

  /** The activations at a hidden cut: distances in front of the rest of the network. */
  record Hidden(String cut) implements Space {
    @Override
    public String label() {
      return "hidden:" + cut;
    }
  }

  /** A part of input space through the sample, of a known number of dimensions. */
  sealed interface Span extends Space {

    /** Its dimensions. */
    int count();

    /**
     * Along which margins are measured.
     *
     * @param length of an input
     * @param components of the training inputs, asked for only by what they span
     */
    Directions directions(int length, Supplier<PrincipalComponents> components);
  }

  /**
   * The span of some principal components of the training inputs, through the sample.
   *
   * @param first counted from 1, that of largest variance
   */
  record Components(int first, int last) implements Span {
    public Components {
      if (first < 1 || last < first) {
        throw new BadInputException(
            Text.format(
                "principal components must run from at least 1 upwards, got %d to %d",
                first, last));
      }
    }

    @Override
    public int count() {
      return last - first + 1;
    }

    @Override
    public Directions directions(int length, Supplier<PrincipalComponents> components) {
      return components.get().span(first, last);
    }

    @Override
    public String label() {
      return first == 1 ? "pca:" + last : Text.format("pca:%d-%d", first, last);
    }
  }

  /**
   * A subspace through the sample that knows nothing of the data, drawn uniformly: what margins
   * along as many principal components must be held against.
   *
   * @param count its dimensions
   */
  record Random(int count, long seed) implements Span {
    public Random {
      if (count < 1 || seed < 0) {
        throw new BadInputException(
            Text.format(
                "a random subspace needs at least 1 dimension and a seed from 0 on, got %d and %d",
                count, seed));
      }
    }

    @Override
    public Directions directions(int length, Supplier<PrincipalComponents> components) {
      return Subspace.random(length, count, seed);
    }

    @Override
    public String label() {
      return Text.format("random:%d:%d", count, seed);
    }
  }

  /** Spaces that depend on the components that there are. */
  sealed interface Choice extends Space {

    /** What is chosen. */
    List<Space> among(PrincipalComponents components);
  }

  /** As many leading components as Kneedle chooses. */
  record Knee() implements Choice {
    @Override
    public String label() {
      return "pca:knee";
    }

    @Override
    public List<Space> among(PrincipalComponents components) {
      return List.of(components(components.kneeComponents()));
    }
  }

  /**
   * The first 1, 2, 5, 10, 20, 50 and 100 components, as far as there are as many, Kneedle's
   * choice, and all of input space.
   */
  record Sweep() implements Choice {
    private static final List<Integer> COUNTS = List.of(1, 2, 5, 10, 20, 50, 100);

    @Override
    public String label() {
      return "pca:sweep";
    }

    @Override
    public List<Space> among(PrincipalComponents components) {
      List<Space> spaces = new ArrayList<>();
      COUNTS.stream()
          .filter(m -> m <= components.rank())
          .map(Space::components)
          .forEach(spaces::add);
      spaces.add(components(components.kneeComponents()));
      spaces.add(input());
      return spaces;
    }
  }

  /** The first successive blocks of components. */
  record Blocks(int size, int count) implements Choice {
    public Blocks {
      if (size < 1 || count < 1) {
        throw new BadInputException(
            Text.format(
                "blocks of components need a size and a number of at least 1, got %dx%d",
                size, count));
      }
    }

    @Override
    public String label() {
      return Text.format("pca:blocks:%dx%d", size, count);
    }

    @Override
    public List<Space> among(PrincipalComponents components) {
      List<Space> spaces = new ArrayList<>();
      for (int b = 0; b < count; b++) {
        spaces.add(new Components(b * size + 1, (b + 1) * size));
      }
      return spaces;
    }
  }

  static Space input() {
    return new Input();
  }

  static Space hidden(String cut) {
    return new Hidden(cut);
  }

  static Space components(int count) {
    return new Components(1, count);
  }

  static Space knee() {
    return new Knee();
  }

  /**
   * Reads {@code input}, {@code hidden:CUT}, {@code pca:COUNT}, {@code pca:FIRST-LAST}, {@code
   * pca:knee}, {@code pca:sweep}, {@code pca:blocks:SIZExCOUNT} or {@code random:COUNT:SEED}.
   */
  static Space parse(String text) {
    Matcher numbers =
        Pattern.compile("pca:(?:(\\d{1,6})|(\\d{1,6})-(\\d{1,6})|blocks:(\\d{1,6})x(\\d{1,4}))")
            .matcher(text);
    Matcher random = Pattern.compile("random:(\\d{1,6}):(\\d{1,18})").matcher(text);
    if (text.equals("input")) {
      return input();
    } else if (text.equals("pca:knee")) {
      return knee();
    } else if (text.equals("pca:sweep")) {
      return new Sweep();
    } else if (text.matches("hidden:.+")) {
      return hidden(text.substring("hidden:".length()));
    } else if (random.matches()) {
      return new Random(Integer.parseInt(random.group(1)), Long.parseLong(random.group(2)));
    } else if (!numbers.matches()) {
      throw new BadInputException(
          Text.format(
              "unknown space \"%s\": expected input, hidden:CUT, pca:COUNT, pca:FIRST-LAST,"
                  + " pca:knee, pca:sweep, pca:blocks:SIZExCOUNT or random:COUNT:SEED",
              text));
    } else if (numbers.group(1) != null) {
      return components(Integer.parseInt(numbers.group(1)));
    } else if (numbers.group(2) != null) {
      return new Components(Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(3)));
    }
    return new Blocks(Integer.parseInt(numbers.group(4)), Integer.parseInt(numbers.group(5)));
  }
}
