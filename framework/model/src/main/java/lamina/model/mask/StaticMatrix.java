package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import lamina.config.MaskFusion;
import lamina.config.MaskShape;
import lamina.config.StaticMask;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.attention.Matrix;

/**
 * One learned matrix for every input and layer: M (1, Nq, Nk), the leading rows and columns of the
 * greatest shape. It starts as plain attention: 1 where it multiplies, 0 where it adds.
 */
final class StaticMatrix implements MaskPlacing {
  private final Declaration.Tensor matrix;

  StaticMatrix(Declaration declare, StaticMask config, MaskShape most) {
    double start = config.fusion() == MaskFusion.ADD ? 0 : 1;
    this.matrix =
        declare.tensor("matrix", Initializer.constant(start), 1, most.queries(), most.keys());
  }

  @Override
  public LayerMasks begin() {
    return (pass, layer, x, y) -> {
      NDArray whole = pass.get(matrix);
      long queries = x.getShape().get(1);
      long keys = y.getShape().get(1);
      boolean fits = queries == whole.getShape().get(1) && keys == whole.getShape().get(2);
      return new Matrix(fits ? whole : whole.get(new NDIndex(":, :" + queries + ", :" + keys)));
    };
  }
}
