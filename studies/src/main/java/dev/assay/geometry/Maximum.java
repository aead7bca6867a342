package dev.assay.geometry;

import dev.assay.backend.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Max pooling, channel by channel. */
final class Maximum implements Stage {
  private final Grid in;
  private final Grid out;
  private final int[] start;
  private final int[] pixels;
  private final int[][] windowsOf;

  Maximum(Grid in, Window window) {
    this.in = in;
    this.out =
        new Grid(in.channels(), window.outputHeight(in.height()), window.outputWidth(in.width()));
    this.start = new int[out.plane() + 1];
    int[] found = new int[out.plane() * window.area()];
    int count = 0;
    for (int o = 0; o < out.plane(); o++) {
      int top = o / out.width() * window.strideHeight() - window.paddingHeight();
      int left = o % out.width() * window.strideWidth() - window.paddingWidth();
      for (int k = 0; k < window.area(); k++) {
        int h = top + k / window.kernelWidth();
        int w = left + k % window.kernelWidth();
        if (h >= 0 && h < in.height() && w >= 0 && w < in.width()) {
          found[count++] = h * in.width() + w;
        }
      }
      start[o + 1] = count;
    }
    this.pixels = Arrays.copyOf(found, count);
    this.windowsOf = invert();
  }

  /**
   * Of windows that are told, over a row of values; where branches lie beside each other, a window
   * of one value lets it pass.
   */
  private Maximum(Grid in, List<int[]> windows) {
    this.in = in;
    this.out = new Grid(1, 1, windows.size());
    this.start = new int[windows.size() + 1];
    for (int o = 0; o < windows.size(); o++) {
      start[o + 1] = start[o] + windows.get(o).length;
    }
    this.pixels = windows.stream().flatMapToInt(Arrays::stream).toArray();
    this.windowsOf = invert();
  }

  static Maximum ofRow(int size, List<int[]> windows) {
    return new Maximum(new Grid(1, 1, size), windows);
  }

  /** Its windows as places among all values, those of the first channel first. */
  List<int[]> windows() {
    List<int[]> windows = new ArrayList<>();
    for (int o = 0; o < out.size(); o++) {
      int channel = o / out.plane() * in.plane();
      int window = o % out.plane();
      windows.add(
          Arrays.stream(pixels, start[window], start[window + 1]).map(p -> channel + p).toArray());
    }
    return windows;
  }

  private int[][] invert() {
    int[] sizes = new int[in.plane()];
    for (int pixel : pixels) {
      sizes[pixel]++;
    }
    int[][] windows = new int[in.plane()][];
    for (int p = 0; p < windows.length; p++) {
      windows[p] = new int[sizes[p]];
    }
    for (int o = out.plane() - 1; o >= 0; o--) {
      for (int i = start[o]; i < start[o + 1]; i++) {
        windows[pixels[i]][--sizes[pixels[i]]] = o;
      }
    }
    return windows;
  }

  @Override
  public Grid in() {
    return in;
  }

  @Override
  public Grid out() {
    return out;
  }

  /** The windows, as positions in the output plane, that a position of the input plane is in. */
  int[] windowsOf(int pixel) {
    return windowsOf[pixel];
  }

  /** Where the positions under a window begin in {@link #pixel}; the next window's end them. */
  int start(int window) {
    return start[window];
  }

  int pixel(int index) {
    return pixels[index];
  }

  /** In how many windows one input is at most. */
  int mostWindows() {
    return Arrays.stream(windowsOf).mapToInt(windows -> windows.length).max().orElse(0);
  }

  /**
   * Of each window, one of its largest inputs.
   *
   * @param guess those of similar values, which are quick to confirm; null for none
   */
  int[] winners(double[] x, int[] guess) {
    int[] winners = new int[out.size()];
    int o = 0;
    for (int c = 0; c < in.channels(); c++) {
      int channel = c * in.plane();
      for (int window = 0; window < out.plane(); window++) {
        int winner = guess == null ? channel + pixels[start[window]] : guess[o];
        for (int i = start[window]; i < start[window + 1]; i++) {
          int other = channel + pixels[i];
          winner = x[other] > x[winner] ? other : winner;
        }
        winners[o++] = winner;
      }
    }
    return winners;
  }

  /** Of each window, the largest of some bounds of its inputs. */
  double[] largest(double[] bounds) {
    double[] largest = new double[out.size()];
    int o = 0;
    for (int c = 0; c < in.channels(); c++) {
      int channel = c * in.plane();
      for (int window = 0; window < out.plane(); window++) {
        double most = bounds[channel + pixels[start[window]]];
        for (int i = start[window] + 1; i < start[window + 1]; i++) {
          most = Math.max(most, bounds[channel + pixels[i]]);
        }
        largest[o++] = most;
      }
    }
    return largest;
  }

  @Override
  public void apply(double[] x, int count, double[] y) {
    int planes = count * in.channels();
    for (int p = 0; p < planes; p++) {
      for (int o = 0; o < out.plane(); o++) {
        double best = x[p * in.plane() + pixels[start[o]]];
        for (int i = start[o] + 1; i < start[o + 1]; i++) {
          // NaN wins
          best = Math.max(best, x[p * in.plane() + pixels[i]]);
        }
        y[p * out.plane() + o] = best;
      }
    }
  }
}
