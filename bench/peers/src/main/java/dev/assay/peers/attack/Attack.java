package dev.assay.peers.attack;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/** A search for small displacements that change the class. */
public interface Attack {

  /** What is compared, in the order of tables. */
  List<String> STANDARD = List.of("ddn-100", "ddn-1000", "fmn-1000", "fab", "fab-t", "deepfool");

  /**
   * The smallest displacement found for each sample, B × d, in the current scope; NaN where the
   * class was never seen to change.
   */
  Tensor run(Attacked attacked);

  /**
   * Reads {@code ddn-STEPS}, {@code fmn-STEPS}, {@code fab} (all classes at once), {@code fab-t}
   * (class by class) or {@code deepfool}.
   */
  static Attack named(String name) {
    Matcher counted = Pattern.compile("(ddn|fmn)-([1-9]\\d{0,5})").matcher(name);
    if (counted.matches()) {
      int steps = Integer.parseInt(counted.group(2));
      return counted.group(1).equals("ddn") ? new Ddn(steps) : new Fmn(steps);
    }
    return switch (name) {
      case "fab" -> new Fab(false);
      case "fab-t" -> new Fab(true);
      case "deepfool" -> new DeepFool();
      default ->
          throw new IllegalArgumentException(
              "no attack '" + name + "': expected ddn-STEPS, fmn-STEPS, fab, fab-t or deepfool");
    };
  }
}
