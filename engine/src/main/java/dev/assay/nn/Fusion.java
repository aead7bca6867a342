package dev.assay.nn;

import java.util.List;

/**
 * The passes over a program before it becomes steps. Evaluation folds BatchNorm into the product
 * before it and drops dropout; both modes fuse a ReLU into the product, BatchNorm or end of
 * branches before it, and drop what changes no more than the shape.
 */
final class Fusion {
  private final Draft draft;
  private final boolean training;

  private Fusion(Draft draft, boolean training) {
    this.draft = draft;
    this.training = training;
  }

  static void run(Draft draft, boolean training) {
    Fusion fusion = new Fusion(draft, training);
    fusion.norms();
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

  private void rectifiers() {
    for (Operation operation : all()) {
      boolean takes =
          operation.isProduct() || operation.layer instanceof BatchNorm || operation.isJoin();
      Operation relu = takes ? operation.next(Relu.class) : null;
      if (relu != null) {
        Operation pool = relu.next(MaxPool.class);
        draft.absorb(operation, relu);
        operation.relu = pool == null ? Rectifier.OWN : Rectifier.POOLED;
        if (pool != null) {
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
