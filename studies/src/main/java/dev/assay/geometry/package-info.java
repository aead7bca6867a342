/**
 * A trained network as what it is, a piecewise-linear function, followed exactly in double
 * precision. In the order in which one thing rests on another:
 *
 * <ol>
 *   <li><b>Network.</b> {@link dev.assay.geometry.PiecewiseLinear} takes a network apart into
 *       {@link dev.assay.geometry.Stage}s: affine maps ({@code DenseMap}, {@code ConvMap}, {@code
 *       ScaleMap}, {@code PlaneMap}), the ReLU ({@code Rectifier}) and the maximum over windows
 *       ({@code Maximum}). Branches become one chain, too, of the values of all beside each other
 *       ({@code Beside}): affine stages made of blocks ({@code BlockMap}), and others that let some
 *       values pass.
 *   <li><b>Walk on a segment.</b> {@code SegmentWalk} carries a segment, or another {@code Path},
 *       through the stages as a {@code Curve}: values, slopes and {@code Breakpoints}, where slopes
 *       change. {@code LogitWalk} reads off where the class changes. {@link
 *       dev.assay.geometry.ExactSegments} is that, {@link dev.assay.geometry.SampledSegments} looks
 *       at points instead.
 *   <li><b>Bounds.</b> {@code ChordBounds} bounds how far the network is from its interpolation
 *       between two points ({@code InterpolationError}), so that whole segments are known to be of
 *       one class without a walk: {@link dev.assay.geometry.CertifiedSegments}. In deep networks
 *       bounds are of the last stages, along the path that a walk through the first ones found
 *       ({@code CertifiedRest}). {@code CellBounds} bounds a box of a subspace, {@code
 *       PolygonBounds} a polygon.
 *   <li><b>Planes.</b> {@link dev.assay.geometry.ExactPlanes} finds the decision regions in a
 *       square: squares that bounds leave open are restricted to a {@code LocalNetwork}, cut into
 *       convex {@code Pieces}, and pieces of a class that share a side are joined.
 *   <li><b>Brackets.</b> {@link dev.assay.geometry.SubspaceMargins} encloses the distance to the
 *       decision boundary within a subspace between two numbers: on a line by the walk, in a plane
 *       by visiting polygons, in more dimensions by branch and bound ({@code BranchAndBound}, with
 *       {@code BoundarySearch} for the upper end).
 *   <li><b>Explanations.</b> {@link dev.assay.geometry.Attribution} shares an output out among the
 *       inputs, {@link dev.assay.geometry.ExactTree} is all of a small network as a decision tree.
 *   <li><b>Norms.</b> {@link dev.assay.geometry.LayerNorms} of the products, for measures that are
 *       made of them.
 * </ol>
 */
package dev.assay.geometry;
