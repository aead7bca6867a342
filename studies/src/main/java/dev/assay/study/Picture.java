package dev.assay.study;

import dev.assay.data.Dataset;
import dev.assay.io.Text;

/**
 * A small image, for figures.
 *
 * @param rgb height × width, row by row, {@code 0xRRGGBB}
 */
public record Picture(int width, int height, int[] rgb) {

  public Picture {
    if (width < 1 || height < 1 || rgb.length != (long) width * height) {
      throw new IllegalArgumentException(
          Text.format(
              "a picture of %d × %d needs %d pixels, got %d",
              width, height, (long) width * height, rgb.length));
    }
    rgb = rgb.clone();
  }

  /**
   * A sample of a data set, from black at 0 to full brightness at 1; where values lie beyond, as
   * those of normalised images do, from the least to the greatest. Null if it is no image of one
   * channel or three.
   */
  public static Picture of(Dataset data, int sample) {
    int channels = data.sample().channels();
    if (!data.sample().isImage() || channels != 1 && channels != 3) {
      return null;
    }
    float[] image = new float[data.sample().intSize()];
    data.copy(sample, image, 0);
    float low = 0;
    float high = 1;
    for (float value : image) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return of(image, channels, data.sample().height(), data.sample().width(), low, high);
  }

  /**
   * An image as networks take it: {@code channels × height × width}, one channel (grey) or three
   * (red, green, blue), of which {@code low} is drawn black and {@code high} at full brightness.
   */
  public static Picture of(
      float[] image, int channels, int height, int width, float low, float high) {
    if (channels != 1 && channels != 3 || image.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          Text.format(
              "an image of %d × %d × %d with %d values: expected 1 or 3 channels and as many"
                  + " values",
              channels, height, width, image.length));
    }
    int plane = height * width;
    int[] rgb = new int[plane];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < 3; c++) {
        float value = image[(channels == 1 ? 0 : c) * plane + i];
        int level = Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
        rgb[i] = rgb[i] << 8 | level;
      }
    }
    return new Picture(width, height, rgb);
  }
}
