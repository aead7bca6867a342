package dev.assay.data;

/** A data set by name: its two splits, read or drawn when asked for. */
public interface DataSource {

  String name();

  Dataset train();

  Dataset test();

  /** The same with images of another size. */
  default DataSource resized(Resized size) {
    DataSource source = this;
    return new DataSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public Dataset train() {
        return source.train().altered(size);
      }

      @Override
      public Dataset test() {
        return source.test().altered(size);
      }
    };
  }
}
