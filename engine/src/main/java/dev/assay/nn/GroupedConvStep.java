package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.List;

/**
 * Convolution in groups, with bias and, where fused, ReLU: the channels of a group lie together in
 * a sample, so each group of each sample is a convolution of its own, and nothing is copied. On a
 * card these are many small calls. Gaps between taps are zeros in a copy of the weights, and the
 * gradients there are left out.
 */
final class GroupedConvStep extends FilterStep {
  private final Window window;
  private final Conv2d conv;
  private final int groups;

  /** The weights with zeros in gaps; themselves where there are none. */
  private final Tensor spread;

  /** Of one group. */
  private final Shape inPart;

  private final Shape outPart;
  private final Shape filters;

  /** The same without gaps. */
  private final Shape taps;

  private final Tensor[] forwardPacked;
  private final Tensor[] backwardPacked;

  GroupedConvStep(
      Backend backend,
      Workspace workspace,
      Shape in,
      Shape out,
      Window window,
      Conv2d conv,
      Weights weights,
      Rectifier relu,
      boolean gradients) {
    super(backend, in, out, weights, relu, gradients);
    this.window = window;
    this.conv = conv;
    this.groups = conv.groups();
    inPart = Shape.image(in.channels() / groups, in.height(), in.width());
    outPart = Shape.image(out.channels() / groups, out.height(), out.width());
    filters =
        Shape.of(
            outPart.channels(), inPart.channels(), window.kernelHeight(), window.kernelWidth());
    taps =
        Shape.of(
            outPart.channels(),
            inPart.channels(),
            conv.window().kernelHeight(),
            conv.window().kernelWidth());
    spread =
        isDense()
            ? weights.weight()
            : workspace.tensor(
                Shape.of(
                    out.channels(),
                    inPart.channels(),
                    window.kernelHeight(),
                    window.kernelWidth()));
    forwardPacked = packed(workspace, Direction.FORWARD);
    backwardPacked = gradients ? packed(workspace, Direction.BACKWARD) : null;
  }

  private Tensor[] packed(Workspace workspace, Direction direction) {
    Tensor[] packed = new Tensor[groups];
    for (int group = 0; group < groups; group++) {
      packed[group] =
          backend.takesPlainWeights()
              ? filters(spread, group)
              : workspace.tensor(
                  Shape.vector(
                      Math.toIntExact(
                          backend.conv2dPackedSize(
                              window, inPart.channels(), outPart.channels(), direction))));
    }
    return packed;
  }

  private boolean isDense() {
    return conv.dilation().isNone();
  }

  /** Copies each tap of some filters from its place to another. */
  private void copyTaps(Tensor from, Tensor to, boolean apart) {
    int rows = Math.toIntExact((apart ? from.size() : to.size()) / conv.window().area());
    Tensor x = from.part(0, Shape.of(rows, Math.toIntExact(from.size() / rows)));
    Tensor y = to.part(0, Shape.of(rows, Math.toIntExact(to.size() / rows)));
    for (int tap = 0; tap < conv.window().area(); tap++) {
      int place = conv.dilation().place(tap, conv.window());
      backend.copyChannels(x, apart ? tap : place, y, apart ? place : tap, 1);
    }
  }

  /** The weights of a group among all. */
  private Tensor filters(Tensor all, int group) {
    return all.part(group * filters.size(), filters);
  }

  /** The biases of a group among all; null for none. */
  private Tensor biases(Tensor all, int group) {
    int outputs = outPart.channels();
    return all == null ? null : all.part((long) group * outputs, Shape.vector(outputs));
  }

  /** The channels of a group in one sample. */
  private Tensor part(Tensor images, int sample, int group, Shape shape) {
    return images.part(((long) sample * groups + group) * shape.size(), shape.batch(1));
  }

  @Override
  void prepareRefresh() {
    weights.refresh();
    if (!isDense()) {
      copyTaps(weights.weight(), spread, true);
    }
  }

  @Override
  int refreshTasks() {
    return backend.takesPlainWeights() ? 0 : groups;
  }

  @Override
  void refresh(int group) {
    Tensor own = filters(spread, group);
    backend.conv2dPack(window, own, Direction.FORWARD, forwardPacked[group]);
    if (backwardPacked != null) {
      backend.conv2dPack(window, own, Direction.BACKWARD, backwardPacked[group]);
    }
  }

  /** That of a convolution, and a gradient of one sample. */
  @Override
  long scratchSize(int rows) {
    long size =
        backend.conv2dScratchSize(
            window, inPart.channels(), in.height(), in.width(), outPart.channels());
    return room() + Math.max(1, size);
  }

  /** Weights of a group, with gaps and without, and biases, each aligned. */
  private long room() {
    return Workspace.align(filters.size())
        + Workspace.align(taps.size())
        + Workspace.align(outPart.channels());
  }

  @Override
  void forward(Io io, int part, int parts, Tensor scratch) {
    for (int group = first(part, parts); group < first(part + 1, parts); group++) {
      Tensor bias = biases(weights.bias(), group);
      for (int n = 0; n < io.x.count(); n++) {
        backend.conv2d(
            window,
            part(io.x, n, group, inPart),
            forwardPacked[group],
            bias,
            relu.present(),
            0,
            1,
            part(io.y, n, group, outPart),
            scratch);
      }
    }
  }

  private int first(int part, int parts) {
    return (int) ((long) groups * part / parts);
  }

  @Override
  void backward(Io io, int part, int parts, Tensor scratch) {
    for (int group = first(part, parts); group < first(part + 1, parts); group++) {
      if (io.partialViews != null) {
        addGradient(io, group, scratch);
      }
      for (int row = 0; io.dx != null && row < io.dy.count(); row++) {
        backend.conv2dBackwardData(
            window,
            part(io.dy, row, group, outPart),
            backwardPacked[group],
            0,
            1,
            part(io.dx, row, group, inPart),
            scratch);
      }
    }
  }

  /** The gradient of a group's weights: that of each sample, added in their order. */
  private void addGradient(Io io, int group, Tensor scratch) {
    Tensor dWeights = io.partialViews[0].part(group * taps.size(), taps);
    Tensor dBias = biases(io.partialViews[1], group);
    Tensor own = scratch.part(0, filters);
    long after = Workspace.align(filters.size());
    Tensor ownTaps = isDense() ? own : scratch.part(after, taps);
    after += Workspace.align(taps.size());
    Tensor ownBias = dBias == null ? null : scratch.part(after, dBias.shape());
    Tensor rest = scratch.part(room(), Shape.vector(Math.toIntExact(scratch.size() - room())));
    for (int n = 0; n < io.x.count(); n++) {
      boolean first = n == 0;
      backend.conv2dBackwardWeights(
          window,
          part(io.x, n, group, inPart),
          part(io.dy, n, group, outPart),
          0,
          1,
          first && isDense() ? dWeights : own,
          first ? dBias : ownBias,
          rest);
      if (!isDense()) {
        copyTaps(own, first ? dWeights : ownTaps, false);
      }
      if (!first) {
        backend.add(dWeights, ownTaps, false, dWeights);
        if (dBias != null) {
          backend.add(dBias, ownBias, false, dBias);
        }
      }
    }
  }

  @Override
  List<String> forms() {
    return backend.conv2dForms(
        window, inPart.channels(), in.height(), in.width(), outPart.channels());
  }

  @Override
  long flops() {
    return 2L * window.area() * inPart.channels() * out.size();
  }

  @Override
  String describe() {
    Dilation apart = conv.dilation();
    return Text.format(
        "conv2d %s → %s%s%s%s",
        in,
        out,
        groups == 1 ? "" : Text.format(" in %d groups", groups),
        isDense() ? "" : Text.format(" with taps %d×%d apart", apart.height(), apart.width()),
        weights.fused(relu.present()));
  }
}
