package dev.assay.data;

/** A data set by name: its two splits, read or drawn when asked for. */
public interface DataSource {

  String name();

  Dataset train();

  Dataset test();
}
