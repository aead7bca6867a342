package dev.assay.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.store.Code;
import dev.assay.store.Runner;
import dev.assay.store.SpecFormat;
import dev.assay.store.Store;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cells of a sweep that are to be made, told in full: as text it can be sent to any machine that
 * has the folders and the data.
 *
 * @param code hash of the code that sends it
 * @param predictors their names
 */
public record Assignment(Shared shared, String code, List<String> predictors, List<Part> parts) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Those of this process: what is assigned next mostly takes the same data. */
  private static final Map<Shared, Bench> BENCHES = new ConcurrentHashMap<>();

  /**
   * What all machines have in common.
   *
   * @param folder of the sweep
   * @param store of results
   * @param version of the program, noted in results
   * @param data where data sets are looked for first; null for the usual places alone
   * @param backend what computes
   */
  public record Shared(String folder, String store, String version, String data, String backend) {}

  /** A cell; the training as {@link SpecFormat} writes it. */
  record Part(int number, Map<String, String> settings, String training, Provenance shifted) {
    SweepCell cell() {
      return new SweepCell(number, settings, (TrainingSpec) SpecFormat.read(training), shifted);
    }
  }

  public static Assignment of(Sweep sweep, Collection<SweepCell> cells, Shared shared) {
    List<Part> parts =
        cells.stream()
            .map(
                cell ->
                    new Part(
                        cell.number(),
                        cell.settings(),
                        SpecFormat.write(cell.training()),
                        cell.shifted()))
            .toList();
    return new Assignment(shared, thisCode(), sweep.names(), parts);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws BadInputException if it is none
   */
  public static Assignment read(String text) {
    try {
      return JSON.readValue(text, Assignment.class);
    } catch (JsonProcessingException e) {
      throw new BadInputException("not cells of a sweep: " + e.getOriginalMessage(), e);
    }
  }

  private static String thisCode() {
    return Code.from(Assignment.class).hash();
  }

  /** One line. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Groups of neighbours, as equal as may be, none of them empty. */
  public List<Assignment> split(int most) {
    int count = Math.min(most, parts.size());
    List<Assignment> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * parts.size() / count);
      int to = (int) ((long) (i + 1) * parts.size() / count);
      groups.add(new Assignment(shared, code, predictors, parts.subList(from, to)));
    }
    return groups;
  }

  /** What names its cells in the folder. */
  public List<String> keys() {
    Sweep sweep = sweep();
    return sweep.cells().stream().map(sweep::key).toList();
  }

  /** The sweep's. */
  public SweepFolder folder() {
    return new SweepFolder(Path.of(shared.folder));
  }

  /**
   * Makes the cells that are not done, on one thread of this machine.
   *
   * @return how many failed
   * @throws BadInputException if the machine fails, or its program is another one
   */
  public int make() {
    if (!code.equals(thisCode())) {
      throw new BadInputException(
          "this machine's program is another one than that which sends the work; use the same build"
              + " on all machines");
    }
    Sweep sweep = sweep();
    Bench bench = BENCHES.computeIfAbsent(shared, Assignment::bench);
    Store store = Store.at(Path.of(shared.store), shared.version);
    return new SweepRun(sweep, folder(), new Runner(store, bench), Progress.NONE, false)
        .make(sweep.cells());
  }

  private static Bench bench(Shared shared) {
    Catalog catalog = Catalog.of(Optional.ofNullable(shared.data).map(Path::of));
    return new Bench(Backends.open(shared.backend, 1), LinearAlgebra.best(), catalog::open);
  }

  private Sweep sweep() {
    List<Predictor> named = predictors.stream().map(Predictors::named).toList();
    return new Sweep(List.of(), List.of(), named, parts.stream().map(Part::cell).toList());
  }
}
