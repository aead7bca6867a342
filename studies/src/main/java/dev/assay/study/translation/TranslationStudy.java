package dev.assay.study.translation;

import dev.assay.io.BadInputException;
import dev.assay.study.Context;
import dev.assay.study.Report;
import dev.assay.study.Samples;
import dev.assay.study.Study;
import dev.assay.study.Subject;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.translation.Findings.Net;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Draws images, compares what a network makes of them with what it makes of them, moved, at each
 * place; and asks by each boundary rule how often the answer changes. The same of another network
 * where the subject has one.
 */
public final class TranslationStudy implements Study<TranslationConfig> {
  /**
   * @throws BadInputException if a cut does not exist, images cannot be moved so far, or hidden
   *     places do not come to one dimension
   */
  @Override
  public Report run(Subject subject, TranslationConfig config, Context context) {
    Shape image = subject.input().above().input();
    config.grid().require(image);
    Samples images = Samples.of(subject.measured()).drawn(config.samples(), context.seed());
    List<Subject> subjects = new ArrayList<>(List.of(subject));
    subject.other().ifPresent(subjects::add);
    List<Translations> all =
        subjects.stream().map(one -> new Translations(one, images, layers(one, config))).toList();
    Common common =
        config.common().over(all.stream().flatMap(one -> one.hidden().stream()).toList());
    List<Net> networks = new ArrayList<>();
    for (Translations one : all) {
      String name = all.size() == 1 ? "" : networks.isEmpty() ? "this" : "the other";
      networks.add(
          new Net(
              name,
              maps(one, config, common, context),
              answers(one, config, context),
              one.neighbours()));
    }
    Findings found =
        new Findings(
            config,
            images,
            image,
            networks,
            clipped(subject, images, config, context),
            Bootstrap.standard(context.seed()));
    return new TranslationReport(
            found, new MovedPictures(subject, images, config, subject.measured().classNames()))
        .build();
  }

  /** Nothing leaves where images go around. */
  private static Clipped clipped(
      Subject subject, Samples images, TranslationConfig config, Context context) {
    if (config.boundary() == Boundary.CIRCULAR) {
      return null;
    }
    return Clipped.of(
        images,
        config.grid(),
        new MapPairs(config.grid(), config.boundary(), images.labels(), context.seed()),
        new Mover(subject.input().above().input(), false, config.interpolation()),
        subject.input().workers());
  }

  private static List<String> layers(Subject subject, TranslationConfig config) {
    return config.layers().isEmpty() ? subject.blockCuts() : config.layers();
  }

  private static Translations.Found maps(
      Translations one, TranslationConfig config, Common common, Context context) {
    return one.maps(
        config.grid(),
        config.boundary(),
        config.interpolation(),
        common,
        context.seed(),
        context.progress());
  }

  private static Map<Boundary, Answered> answers(
      Translations one, TranslationConfig config, Context context) {
    Map<Boundary, Answered> answers = new EnumMap<>(Boundary.class);
    for (Boundary boundary : Boundary.values()) {
      answers.put(
          boundary,
          one.answers(
              boundary, config.range(), config.moves(), context.seed(), context.progress()));
    }
    return answers;
  }
}
