package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One image: the numbers that its file holds, from 0 to 1, a grey channel or red, green and blue.
 * No colours are converted and no orientation is applied. What cannot be told in these channels is
 * refused: pixels that one sees through, and the four inks of print (CMYK).
 *
 * @param sample channels, height and width
 * @param values channel by channel, row by row
 * @param digest SHA-256 of the file
 */
record ImageFile(Shape sample, float[] values, String digest) {
  private static final List<String> ENDS = List.of(".png", ".jpg", ".jpeg");
  private static final int MOST_SIDE = 4096;
  private static final int INKS = 4;

  /** Of one bit each, and DEFLATE unfolds a byte to 1,032; JPEG is never as small. */
  private static final long MOST_PIXELS_PER_BYTE = 8 * GzipInput.MAX_RATIO;

  /** Whether a file is an image, by its name. */
  static boolean isOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDS.stream().anyMatch(name::endsWith);
  }

  static ImageFile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      BufferedImage image = decode(bytes, file);
      return new ImageFile(sample(image), values(image, file), Sha256.of(bytes));
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInputException refused) {
        throw refused;
      }
      // a decoder of the runtime may fail on damaged files in any way
      throw bad(file, "cannot be read as an image: " + e.getMessage(), e);
    }
  }

  private static BufferedImage decode(byte[] bytes, Path file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw bad(file, "is neither PNG nor JPEG inside", null);
      }
      ImageReader reader = readers.next();
      try {
        return decode(reader, in, bytes.length, file);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream in, int size, Path file)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
    reader.setInput(in, true, true);
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!format.equals("png") && !format.equals("jpeg")) {
      throw bad(file, "is " + format + " inside, expected PNG or JPEG", null);
    }
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width > MOST_SIDE || height > MOST_SIDE) {
      throw bad(
          file,
          Text.format("has %d × %d pixels, at most %d along a side", width, height, MOST_SIDE),
          null);
    }
    if ((long) width * height > size * MOST_PIXELS_PER_BYTE) {
      throw bad(
          file,
          Text.format(
              "claims to have %d × %d pixels in %d bytes, more than fit", width, height, size),
          null);
    }
    if (format.equals("jpeg") && reader.readRaster(0, null).getNumBands() == INKS) {
      throw bad(file, "has four inks (CMYK); save it as RGB", null);
    }
    BufferedImage image = reader.read(0);
    if (!warnings.isEmpty()) {
      throw bad(file, "is damaged: " + warnings.get(0), null);
    }
    return image;
  }

  private static Shape sample(BufferedImage image) {
    return Shape.image(isGrey(image.getColorModel()) ? 1 : 3, image.getHeight(), image.getWidth());
  }

  private static boolean isGrey(ColorModel model) {
    if (!(model instanceof IndexColorModel palette)) {
      return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static float[] values(BufferedImage image, Path file) {
    Shape sample = sample(image);
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int area = sample.height() * sample.width();
    float[] values = new float[sample.intSize()];
    int[] bands = new int[raster.getNumBands()];
    for (int p = 0; p < area; p++) {
      raster.getPixel(p % sample.width(), p / sample.width(), bands);
      for (int c = 0; c < sample.channels(); c++) {
        values[c * area + p] = value(model, bands, c);
      }
      if (model.hasAlpha() && !isOpaque(model, bands)) {
        throw bad(
            file,
            Text.format(
                "is seen through at column %d of row %d; save it without transparency",
                p % sample.width(), p / sample.width()),
            null);
      }
    }
    return values;
  }

  private static float value(ColorModel model, int[] bands, int channel) {
    if (model instanceof IndexColorModel palette) {
      int entry = bands[0];
      int value =
          switch (channel) {
            case 0 -> palette.getRed(entry);
            case 1 -> palette.getGreen(entry);
            default -> palette.getBlue(entry);
          };
      return value / 255f;
    }
    return bands[channel] / (float) ((1 << model.getComponentSize(channel)) - 1);
  }

  private static boolean isOpaque(ColorModel model, int[] bands) {
    if (model instanceof IndexColorModel palette) {
      return palette.getAlpha(bands[0]) == 255;
    }
    int last = bands.length - 1;
    return bands[last] == (1 << model.getComponentSize(last)) - 1;
  }

  /** The same in another size; null for its own. */
  ImageFile to(Resized size) {
    if (size == null) {
      return this;
    }
    Shape other = size.shape(sample);
    float[] drawn = new float[other.intSize()];
    size.apply(0, sample, values, drawn);
    return new ImageFile(other, drawn, digest);
  }

  /** The same in red, green and blue. */
  ImageFile inColour() {
    if (sample.channels() == 3) {
      return this;
    }
    int area = values.length;
    float[] three = new float[3 * area];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(values, 0, three, c * area, area);
    }
    return new ImageFile(Shape.image(3, sample.height(), sample.width()), three, digest);
  }

  private static BadInputException bad(Path file, String problem, Exception cause) {
    return new BadInputException(file + ": " + problem, cause);
  }
}
