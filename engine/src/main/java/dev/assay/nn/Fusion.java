package dev.assay.nn;

import dev.assay.nn.SampledMaxPoolStep.Sampling;
import java.util.List;

/**
 * The passes over a program before it becomes steps. Evaluation folds BatchNorm into the product
 * before it and drops dropout; both modes fuse a ReLU into the product, BatchNorm or end of
 * branches before it, and drop what changes no more than the shape. Training fuses dense pools with
 * what samples them.
 */
final class Fusion {
  private final Draft draft;
  private final boolean training;
  private final boolean bySample;

  private Fusion(Draft draft, boolean training, boolean bySample) {
    this.draft = draft;
    this.training = training;
    this.bySample = bySample;
  }

  /**
   * @param bySample whether steps may do one sample after the other
   */
  static void run(Draft draft, boolean training, boolean bySample) {
    Fusion fusion = new Fusion(draft, training, bySample);
    fusion.norms();
    fusion.samplings();
    fusion.rectifiers();
    fusion.views();
  }

  /** In training a product before BatchNorm runs without its bias, see {@link Weights#centred}. */
  private void norms() {
    for (Operation product : all()) {
      Operation norm = product.isProduct() ? product.next(BatchNorm.class) : null;
      if (norm != null) {
        product.norm = norm;
        norm.product = product;
        if (!training) {
          draft.absorb(product, norm);
        }
      }
    }
  }

  /** Dense max pools run with what samples them, see {@link SampledMaxPoolStep}. */
  private void samplings() {
    for (Operation operation : training && bySample ? all() : List.<Operation>of()) {
      if (operation.layer instanceof MaxPool pool) {
        Operation next = operation.next(PolyphasePool.class);
        if (!pool.antiAlias().isNone()) {
          operation.sampling = Sampling.filter(pool, operation.out);
        } else if (next != null && pool.window().isDense()) {
          operation.sampling = Sampling.polyphase((PolyphasePool) next.layer, next.out);
          draft.absorb(operation, next);
        }
      }
    }
  }

  private void rectifiers() {
    for (Operation operation : all()) {
      boolean takes =
          operation.isProduct() || operation.layer instanceof BatchNorm || operation.isJoin();
      Operation relu = takes ? operation.next(Relu.class) : null;
      if (relu != null) {
        Operation pool = relu.next(MaxPool.class);
        draft.absorb(operation, relu);
        boolean filtered = pool != null && pool.sampling != null && pool.sampling.filters();
        boolean pooled = pool != null && !filtered;
        operation.relu = pooled ? Rectifier.POOLED : Rectifier.OWN;
        if (pooled) {
          pool.masks = true;
        }
      }
    }
  }

  private void views() {
    for (Operation operation : all()) {
      if (operation.layer instanceof Flatten || operation.layer instanceof Dropout && !training) {
        draft.drop(operation);
      }
    }
  }

  /** All operations, of which some may be gone when their turn comes. */
  private List<Operation> all() {
    return List.copyOf(draft.operations());
  }
}
