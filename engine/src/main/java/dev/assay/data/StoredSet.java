package dev.assay.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A data set that comes as files. */
interface StoredSet {

  String name();

  String description();

  /** Where its files may lie, relative to a data folder. */
  List<String> subfolders();

  /** The files, in words for the error message. */
  String expected();

  /** Its files in a folder, if all are there. */
  Optional<Found> find(Path folder);

  /** A complete set of files. */
  interface Found extends DataSource {
    List<Path> files();

    /** The number of training samples; reads and checks all that {@link #train()} does. */
    int countTrain();

    /** The number of test samples; reads and checks all that {@link #test()} does. */
    int countTest();
  }
}
