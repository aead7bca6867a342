package dev.assay.cli;

import dev.assay.data.Augmentation;
import dev.assay.data.Corruption;
import dev.assay.data.Resized;
import dev.assay.fetch.Published;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.paper.Papers;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.reproduction.Paper;
import dev.assay.study.Space;
import dev.assay.study.tree.ExactTreeConfig.Range;
import dev.assay.tensor.Shape;
import dev.assay.train.Schedule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options that the engine reads from text. */
final class Texts {
  private Texts() {}

  /** {@code constant}, {@code cosine}, {@code step:EVERY:FACTOR}. */
  static final class OfSchedule implements ITypeConverter<Schedule> {
    @Override
    public Schedule convert(String text) {
      return read(text, Schedule::parse);
    }
  }

  /** {@code shift:2,flip}. */
  static final class OfAugmentation implements ITypeConverter<Augmentation> {
    @Override
    public Augmentation convert(String text) {
      return read(text, Augmentation::parse);
    }
  }

  /** A corruption, checked; it stays text because its seed comes from another option. */
  static final class OfCorruption implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return read(text, t -> Corruption.parse(t, 0).text());
    }
  }

  /** {@code input}, {@code hidden:CUT}, {@code pca:COUNT}, {@code pca:knee}. */
  static final class OfSpace implements ITypeConverter<Space> {
    @Override
    public Space convert(String text) {
      return read(text, Space::parse);
    }
  }

  /** {@code -1.5:2}. */
  static final class OfRange implements ITypeConverter<Range> {
    @Override
    public Range convert(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("expected LOW:HIGH, for example -1.5:2");
      }
      return read(text, t -> new Range(Double.parseDouble(parts[0]), Double.parseDouble(parts[1])));
    }
  }

  /** {@code 1x28x28}. */
  static final class OfShape implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String text) {
      String[] parts = text.split("[x×]", -1);
      if (parts.length != 3) {
        throw new TypeConversionException("expected CHANNELSxHEIGHTxWIDTH, for example 3x32x32");
      }
      return read(
          text,
          t ->
              Shape.image(
                  Integer.parseInt(parts[0]),
                  Integer.parseInt(parts[1]),
                  Integer.parseInt(parts[2])));
    }
  }

  /** {@code 32x32}. */
  static final class OfSize implements ITypeConverter<Resized> {
    @Override
    public Resized convert(String text) {
      String[] parts = text.split("[x×]", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("expected HEIGHTxWIDTH, for example 32x32");
      }
      return read(text, t -> new Resized(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }
  }

  /** A paper by its name. */
  static final class OfPaper implements ITypeConverter<Paper> {
    @Override
    public Paper convert(String text) {
      return named(Papers.all(), Paper::name, text);
    }
  }

  /** A predictor by its name. */
  static final class OfPredictor implements ITypeConverter<Predictor> {
    @Override
    public Predictor convert(String text) {
      return named(Predictors.all(), Predictor::name, text);
    }
  }

  /** A data set that can be fetched, by its name. */
  static final class OfPublished implements ITypeConverter<Published> {
    @Override
    public Published convert(String text) {
      return named(Published.all(), Published::name, text);
    }
  }

  /** A constant of an enum, by what it is called; capital letters do not count. */
  static <T> T word(Class<T> type, String text) {
    return named(List.of(type.getEnumConstants()), T::toString, text);
  }

  private static <T> T named(List<T> all, Function<T, String> name, String text) {
    for (T one : all) {
      if (name.apply(one).equalsIgnoreCase(text)) {
        return one;
      }
    }
    String known = all.stream().map(name).collect(Collectors.joining(", "));
    throw new TypeConversionException(Text.format("expected %s, got '%s'", known, text));
  }

  private static <T> T read(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (BadInputException | IllegalArgumentException | ArithmeticException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
