package dev.assay.paper.maps;

import dev.assay.reproduction.ConvolutionalPaper;
import dev.assay.reproduction.Laboratory;
import dev.assay.study.Report;
import java.util.List;

/** Myburgh, Mouton and Davel 2020: how sensitive convolutional networks are to moved images. */
public final class TranslationMaps implements ConvolutionalPaper {
  @Override
  public String name() {
    return "translation-maps";
  }

  @Override
  public Citation citation() {
    return new Citation(
        "Tracking translation invariance in CNNs",
        "Myburgh, Mouton and Davel",
        "SACAIR 2020",
        "2104.05997");
  }

  @Override
  public List<String> figures() {
    return List.of("outputs-by-map", "profiles-by-location");
  }

  @Override
  public Report reproduce(Laboratory laboratory, Scale scale) {
    return new Experiment(laboratory, Size.of(scale, Size.canvas(laboratory.sample()))).run();
  }
}
