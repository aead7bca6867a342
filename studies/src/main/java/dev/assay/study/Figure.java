package dev.assay.study;

/** A plot under a heading: what a report shows and a person reads. */
public record Figure(Heading heading, Plot plot) {

  /**
   * @param name names the figure's files
   * @param title a person's heading
   * @param caption what is seen and how it was measured; may be empty
   */
  public record Heading(String name, String title, String caption) {
    public Heading {
      Names.file(name, "figure");
      Names.text(title, "title of figure " + name);
    }
  }
}
