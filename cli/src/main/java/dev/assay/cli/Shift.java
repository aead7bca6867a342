package dev.assay.cli;

import dev.assay.data.Alteration;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;

/** What makes test images of another distribution, as a sweep names it. */
final class Shift {
  private static final long SEED = 0;

  private Shift() {}

  /**
   * Images blurred ({@code blur:TAPS}), noised ({@code noise:DEVIATION}) or moved ({@code
   * move:PIXELS}), or with a {@link Corruption}.
   *
   * @throws BadInputException if it is none of these
   */
  static Dataset of(Dataset images, String text) {
    int colon = text.indexOf(':');
    String amount = text.substring(colon + 1);
    try {
      return switch (text.substring(0, Math.max(0, colon))) {
        case "blur" -> images.altered(new Alteration.Blurred(Integer.parseInt(amount)));
        case "noise" -> images.altered(new Alteration.Noised(Double.parseDouble(amount), SEED));
        case "move" -> images.altered(new Alteration.Moved(Integer.parseInt(amount), SEED));
        default -> Corruption.parse(text, SEED).apply(images);
      };
    } catch (NumberFormatException e) {
      throw unknown(text, "'" + amount + "' is not such a number");
    } catch (BadInputException e) {
      throw unknown(text, e.getMessage());
    }
  }

  private static BadInputException unknown(String text, String why) {
    return new BadInputException(
        "shifted: "
            + text
            + ": expected blur:TAPS, noise:DEVIATION, move:PIXELS or a corruption, for example"
            + " noise:0.2; "
            + why);
  }
}
