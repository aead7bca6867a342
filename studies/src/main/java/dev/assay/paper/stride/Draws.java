package dev.assay.paper.stride;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.reproduction.Laboratory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The samples of all levels: what is told of them, as all together may be more than memory holds.
 * The bench has the samples, or makes them again.
 */
final class Draws {
  private final Laboratory laboratory;
  private final Optional<Laboratory> beside;
  private final Size size;
  private final Map<Level, Map<Long, Drawn>> drawn = new HashMap<>();
  private final Map<Level, Provenance> tests = new HashMap<>();

  /**
   * @param beside another data set, if there is one
   */
  Draws(Laboratory laboratory, Optional<Laboratory> beside, Size size) {
    this.laboratory = laboratory;
    this.beside = beside;
    this.size = size;
  }

  /**
   * What a seed draws.
   *
   * @param validation samples beside those that are trained on
   */
  record Drawn(Provenance train, Provenance validation) {}

  /** Images of the data set as they are come first. */
  List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    size.looks().forEach(look -> levels.add(new Level(laboratory.data(), look)));
    beside.ifPresent(
        other -> size.besides().forEach(look -> levels.add(new Level(other.data(), look))));
    return levels;
  }

  private Laboratory source(Level level) {
    return level.data().equals(laboratory.data()) ? laboratory : beside.orElseThrow();
  }

  Drawn of(Level level, long seed) {
    return drawn
        .computeIfAbsent(level, any -> new HashMap<>())
        .computeIfAbsent(seed, any -> draw(level, seed));
  }

  /** Beside training samples the same share where there are fewer than wanted. */
  private Drawn draw(Level level, long seed) {
    int wanted = size.train() + size.validation();
    Dataset all = level.look().of(source(level).train(wanted, seed), size.range());
    int held = all.count() * size.validation() / wanted;
    return new Drawn(kept(all.take(all.count() - held)), kept(all.last(held)));
  }

  Dataset test(Level level) {
    return laboratory
        .bench()
        .data(
            tests.computeIfAbsent(
                level,
                any -> kept(level.look().of(source(level).test(size.test()), size.range()))));
  }

  private Provenance kept(Dataset samples) {
    return laboratory.bench().keep(samples).provenance();
  }
}
