package dev.assay.report;

/**
 * A colour. One with a role follows the reader's light or dark theme on the HTML page; elsewhere,
 * and without a role, it is what it is.
 *
 * @param role name of the style class, or empty
 */
record Ink(int rgb, String role) {
  static final Ink TEXT = new Ink(0x1f2328, "text");
  static final Ink MUTED = new Ink(0x59636e, "muted");
  static final Ink GRID = new Ink(0xdfe3e8, "grid");
  static final Ink AXIS = new Ink(0x8c959f, "axis");
  static final Ink PAPER = new Ink(0xffffff, "paper");
  static final Ink BLACK = of(0x111111);
  static final Ink WHITE = of(0xffffff);
  static final Ink NOTHING = of(0xdddddd);

  /**
   * Okabe and Ito (2008), "Color universal design", ordered so that the first ones also differ most
   * in lightness; yellow is replaced by brown and black by grey, which read on white and on black.
   */
  private static final int[] SERIES = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x8c564b, 0x7f7f7f
  };

  /**
   * Tol (2021), "Colour schemes", muted, then a dark grey; its pale grey is for what is missing.
   */
  private static final int[] CLASSES = {
    0x332288, 0x88ccee, 0x44aa99, 0x117733, 0x999933, 0xddcc77, 0xcc6677, 0x882255, 0xaa4499,
    0x555555
  };

  /** How much white there is in classes beyond the first ten, the next ten and so on; or black. */
  private static final double[] SHADES = {0, 0.4, -0.4, 0.6, -0.6, 0.2, -0.2, 0.5, -0.5, 0.3};

  /** Viridis (Smith and van der Walt 2015) at eighths. */
  private static final int[] SEQUENTIAL = {
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
  };

  /** Tol (2021), BuRd. */
  private static final int[] DIVERGING = {
    0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b
  };

  static final int SERIES_COLOURS = SERIES.length;

  static Ink of(int rgb) {
    return new Ink(rgb, "");
  }

  static Ink series(int index) {
    return of(SERIES[index % SERIES.length]);
  }

  /** The same colour for another kind of the same thing: itself, lighter, darker. */
  Ink shade(int kind) {
    return switch (kind % 3) {
      case 1 -> of(mix(rgb, 0xffffff, 0.45));
      case 2 -> of(mix(rgb, 0x000000, 0.35));
      default -> this;
    };
  }

  /** Ten colours that differ for everyone; beyond them, the same ones lighter or darker. */
  static Ink category(int index) {
    int base = CLASSES[index % CLASSES.length];
    double shade = SHADES[index / CLASSES.length % SHADES.length];
    return of(mix(base, shade > 0 ? 0xffffff : 0x000000, Math.abs(shade)));
  }

  /** Colour of a map at {@code 0 … 1}. */
  static Ink gradient(double at, boolean diverging) {
    int[] stops = diverging ? DIVERGING : SEQUENTIAL;
    double place = Math.min(1, Math.max(0, at)) * (stops.length - 1);
    int below = Math.min((int) place, stops.length - 2);
    return of(mix(stops[below], stops[below + 1], place - below));
  }

  /** Black or white, whichever reads better on this colour. */
  Ink contrast() {
    double light = 0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255);
    return light > 140 ? BLACK : WHITE;
  }

  String hex() {
    return "#" + Integer.toHexString(0x1000000 | rgb).substring(1);
  }

  private static int mix(int a, int b, double share) {
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double level = (a >> shift & 255) * (1 - share) + (b >> shift & 255) * share;
      result |= (int) Math.round(level) << shift;
    }
    return result;
  }
}
