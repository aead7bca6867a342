package dev.assay.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureFormatTest {
  private static final String EVERYTHING =
      """
      input: [3, 32, 30]
      layers:
        - conv2d: {channels: 8, kernel: [3, 5], stride: [2, 1], padding: [1, 2], bias: false}
        - batch-norm: {epsilon: 0.001, momentum: 0.2}
        - relu
        - conv2d: {channels: 8, kernel: 3}
        - batch-norm
        - max-pool: {kernel: 3, stride: 2, padding: 1, anti-alias: 5}
        - avg-pool: {kernel: 2}
        - blur-pool: {size: 4, stride: 2, edge: zero}
        - dropout: {rate: 0.25}
        - flatten
        - dense: {units: 12, bias: false}
        - relu
        - dense: {units: 10}
      """;

  @Test
  void everyLayerSurvivesYamlAndJson() {
    Architecture parsed = ArchitectureFormat.parse(EVERYTHING, "test");
    assertThat(parsed.input()).isEqualTo(Shape.image(3, 32, 30));
    assertThat(parsed.depth()).isEqualTo(13);
    assertThat(parsed.classes()).isEqualTo(10);
    assertThat(ArchitectureFormat.parse(ArchitectureFormat.toYaml(parsed), "yaml"))
        .isEqualTo(parsed);
    assertThat(ArchitectureFormat.parse(ArchitectureFormat.toJson(parsed), "json"))
        .isEqualTo(parsed);
  }

  @Test
  void shapesAreTheArithmeticOfTheirWindows() {
    Architecture parsed = ArchitectureFormat.parse(EVERYTHING, "test");
    assertThat(parsed.shape(1)).isEqualTo(Shape.image(8, 16, 30));
    assertThat(parsed.shape(4)).isEqualTo(Shape.image(8, 14, 28));
    // dense pool 14×28, then blur and subsampling by 2
    assertThat(parsed.shape(6)).isEqualTo(Shape.image(8, 7, 14));
    assertThat(parsed.shape(7)).isEqualTo(Shape.image(8, 3, 7));
    assertThat(parsed.shape(8)).isEqualTo(Shape.image(8, 2, 4));
    assertThat(parsed.parameterCount())
        .isEqualTo(8 * 3 * 15 + 16 + 8 * 8 * 9 + 8 + 16 + 64 * 12 + 130);
    assertThat(parsed.table()).contains("conv2d channels 8, kernel [3, 5]").contains("8×2×4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[1,4,4] | conv2d: {channels: 2, kernel: 7}  | layer 0 (conv2d) kernel 7×7 is larger than"
            + " its padded input 4×4",
        "[1,4,4] | dense: {units: 3}                 | layer 0 (dense) needs a vector",
        "[5]     | max-pool: {kernel: 2}             | layer 0 (max-pool) needs an image",
        "[1,4096,4097] | max-pool: {kernel: 2}       | layer 0 (max-pool) takes at most 2^24 pixels"
            + " a channel, but its input is 4096×4097",
        "[1,4,4] | max-pool: {kernel: 2, padding: 2} | padding 2×2 is more than half of the kernel"
            + " 2×2",
        "[1,4,4] | max-pool: {kernel: 2, anti-alias: 1} | anti-alias must be none or 2 to 1024"
            + " taps, got 1",
        "[1,4,4] | conv2d: {channels: 2, kernel: 3, edge: reflect} | layer 0 (conv2d): edge must be"
            + " one of zero, circular, got reflect",
        "[1,4,6] | polyphase-pool: {stride: [2, 4]}  | layer 0 (polyphase-pool) stride 2×4 does not"
            + " divide its input 4×6",
        "[1,4,4] | polyphase-pool                    | layer 0 (polyphase-pool) needs 'stride'",
        "[1,4,4] | polyphase-pool: {stride: 0}       | layer 0 (polyphase-pool): stride must be at"
            + " least 1, got 0×0",
        "[1,4,4] | blur-pool: {size: 3, edge: round} | layer 0 (blur-pool): edge must be one of"
            + " reflect, replicate, zero, circular, got round",
        "[1,4,4] | conv2d: {channels: 2, kernel: 9, padding: 1, edge: circular} | layer 0 (conv2d)"
            + " kernel 9×9 is larger than its padded input 6×6",
        "[1,4,4] | parallel: {join: add, branches: [[], [flatten]]} | layer 0 (parallel) adds"
            + " outputs of one shape, but branch 0 ends in 1×4×4 and branch 1 in 16",
        "[1,4,4] | parallel: {join: concat, branches: [[], [{max-pool: {kernel: 2}}]]} | layer 0"
            + " (parallel) joins channels of as many rows and columns, but branch 0 ends in 1×4×4"
            + " and branch 1 in 1×2×2",
        "[1,4,4] | parallel: {join: concat, branches: [[], [{conv2d: {channels: 2147483647, kernel:"
            + " 4}}, {parallel: {join: concat, branches: [[], []]}}]]} | layer 0 (parallel) in"
            + " branch 1: layer 0 (conv2d) is too large",
        "[1,4,4] | parallel: {join: add, branches: [[], [relu, {dense: {units: 2}}]]} | layer 0"
            + " (parallel) in branch 1: layer 1 (dense) needs a vector",
        "[1,4,4] | parallel: {join: add, branches: []} | layer 0 (parallel): branches must be two"
            + " or more, got 0",
        "[1,4,4] | parallel: {join: add, branches: [[]]} | layer 0 (parallel): branches must be two"
            + " or more, got 1",
        "[1,4,4] | parallel: {join: add, branches: 3} | layer 0 (parallel) needs a list for"
            + " 'branches', got 3",
        "[1,4,4] | parallel: {join: add, branches: [relu, []]} | layer 0 (parallel): branch 0: must"
            + " be a list of layers, got",
        "[1,4,4] | parallel: {join: add, branches: [[], [rule]]} | layer 0 (parallel): branch 1:"
            + " layer 0 is an unknown layer 'rule'",
        "[1,4,4] | parallel: {join: sum, branches: [[], []]} | layer 0 (parallel): join must be one"
            + " of add, concat, got sum",
        "[1,4,4] | parallel: {branches: [[], []]}     | layer 0 (parallel) needs 'join'",
        "[1,4,4] | convolution: {channels: 2}        | layer 0 is an unknown layer 'convolution';"
            + " known are avg-pool",
        "[1,4,4] | conv2d: {chanels: 2, kernel: 3}   | layer 0 (conv2d) needs 'channels'",
        "[1,4,4] | conv2d: {channels: 2, kernel: 3, spacing: 2} | does not know 'spacing'; it knows"
            + " bias, channels, dilation, edge, groups, kernel, padding, stride",
        "[1,4,4] | conv2d: {channels: 2, kernel: 3, dilation: 2} | kernel 5×5 is larger than its"
            + " padded input 4×4",
        "[1,4,4] | conv2d: {channels: 2, kernel: 3, dilation: 0} | layer 0 (conv2d): dilation must"
            + " be at least 1, got 0×0",
        "[4] | clip: {min: 2, max: 1} | layer 0 (clip): min must be less than max",
        "[1,4,4] | pad: {margins: [1, 0, 0]} | needs four numbers (above, left, below, right) for"
            + " 'margins'",
        "[1,4,4] | pad: {margins: [1, 0, 0, -1]} | layer 0 (pad): margins must be at least 0",
        "[1,4,4] | avg-pool: {kernel: 2, uncounted: [2, 0, 0, 0]} | sees nothing but margins that"
            + " do not count",
        "[3,4,4] | conv2d: {channels: 4, kernel: 3, groups: 2} | layer 0 (conv2d) has 2 groups,"
            + " which do not divide the 3 channels of its input",
        "[3,4,4] | conv2d: {channels: 4, kernel: 3, groups: 3} | layer 0 (conv2d): groups must"
            + " divide the 4 channels, got 3",
        "[1,4,4] | conv2d: {channels: two, kernel: 3} | needs a whole number for 'channels'",
        "[1,4,4] | conv2d: {channels: 0, kernel: 3}  | layer 0 (conv2d): channels must be at least"
            + " 1",
        "[1,4,4] | leaky-relu: {slope: 1}            | layer 0 (leaky-relu): slope must be in (0,"
            + " 1), got 1.0",
        "[1,4,4] | dropout: {rate: 1.5}              | rate must be in [0, 1)",
        "[1,9,9] | conv2d: {channels: 2, kernel: 3, stride: 2147483647} | layer 0 (conv2d): stride"
            + " must be at most 1024, got 2147483647",
        "[1,9,9] | conv2d: {channels: 2, kernel: 5000, padding: 3000} | layer 0 (conv2d): kernel"
            + " must be at most 1024, got 5000",
        "[1,9,9] | conv2d: {channels: 2, kernel: 3, padding: 2147483647} | layer 0 (conv2d):"
            + " padding must be at most 1024",
        "[1,9,9] | avg-pool: {kernel: 2, stride: 1025}  | layer 0 (avg-pool): stride must be at"
            + " most 1024",
        "[1,9,9] | max-pool: {kernel: 2, padding: 2147483647}  | layer 0 (max-pool): padding must"
            + " be at most 1024",
        "[1,9,9] | blur-pool: {size: 3, stride: 99999} | layer 0 (blur-pool): stride must be at"
            + " most 1024",
        "[1,9,9] | conv2d: {channels: 2147483647, kernel: 3}   | layer 0 (conv2d) is too large:"
            + " 2147483647×7×7 has 105226698703 elements, at most 2147483632 fit",
        "[1,9,9] | conv2d: {channels: 2147483647, kernel: 9}   | layer 0 (conv2d) is too large:"
            + " 2147483647×1×1 has 2147483647 elements",
        "[999999]| dense: {units: 99999}                | layer 0 (dense) is too large:"
            + " 99999×999999 has 99998900001 elements",
        "[1,9,9] | conv2d: {channels: 1, kernel: 1, padding: 1024} \\n"
            + "  - conv2d: {channels: 999, kernel: 1} | layer 1 (conv2d) is too large:"
            + " 999×2057×2057",
        "[40000] | dense: {units: 40000}\\n"
            + "  - dense: {units: 40000} | layer 1 (dense) takes the network to 3200080000"
            + " parameters, at most 2147483632 fit",
        "[1,99999,99999] | flatten                   | 'input' is too large: 1×99999×99999 has"
            + " 9999800001 elements",
        "[999999999,999999999,999999999] | flatten   | 'input' is too large:"
            + " 999999999×999999999×999999999 has more elements than can be counted",
        "&a [1,4,4] | flatten                        | line 1: anchors (&), aliases (*) and tags"
            + " (!) are not understood",
        "[1,4,4] | dense: {units: &n 3}\\n  - dense: {units: *n} | line 4: anchors (&)",
        "[1,4,4] | !layer flatten                    | line 3: anchors (&)",
        "[1,4,4] | flatten\\n---\\ninput: [1, 4, 4]\\nlayers: [relu] | net.yaml: ",
        "[0,4,4] | flatten                           | every extent must be at least 1",
        "[4,4]   | flatten                           | 'input' must be [channels, height, width] or"
            + " [length]",
      })
  void mistakesNameTheLayer(String input, String layer, String message) {
    String lines = layer.strip().replace("\\n", "\n");
    String text = "input: %s%nlayers:%n  - %s%n".formatted(input.strip(), lines);
    assertThatThrownBy(() -> ArchitectureFormat.parse(text, "net.yaml"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("net.yaml: ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void branchesWithinBranchesEnd() {
    String text = "relu";
    for (int depth = 0; depth < 17; depth++) {
      text = "{parallel: {join: add, branches: [[], [" + text + "]]}}";
    }
    String layers = "input: [4]\nlayers: [" + text + "]";
    assertThatThrownBy(() -> ArchitectureFormat.parse(layers, "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("branches are nested more than 16 times");
  }

  @Test
  void huge() {
    String text = "input: [1000000, 1000000, 1000000]\nlayers: [flatten]";
    assertThatThrownBy(() -> ArchitectureFormat.parse(text, "x"))
        .isInstanceOf(BadInputException.class);
    String alias = "input: &a [1]\nlayers: *a";
    assertThatThrownBy(() -> ArchitectureFormat.parse(alias, "x"))
        .isInstanceOf(BadInputException.class);
  }
}
