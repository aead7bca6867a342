package dev.assay.measure;

import dev.assay.nn.Network;
import java.util.List;

/**
 * Something that can be measured of networks. It is a record, and its components are all that
 * determines the result, besides the networks: they are its name in a store, on another machine,
 * and in a table. What it runs through names the code (see {@link dev.assay.store.Code}); so it
 * knows neither reports nor papers.
 *
 * <p>A new measure is its record, its test, and its line in {@link Measures}.
 *
 * @param <R> what is kept: numbers, texts, and arrays and records of these
 */
public interface Measure<R extends Record> {

  Class<R> result();

  /**
   * Measures.
   *
   * @param networks as many as the measure compares: none, one, two …; the measure's own, it may
   *     change their weights
   */
  R of(List<Network> networks, Bench bench);
}
