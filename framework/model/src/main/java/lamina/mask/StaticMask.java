package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalInt;
import java.util.OptionalLong;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Initializer;

/**
 * A learned matrix, the same for every input, layer and head: the control that shows how much of a
 * learnable mask's effect comes from looking at the input. (SwinBERT, arXiv 2111.13196, learns such
 * a matrix under a sigmoid and a sparsity penalty.) M (1, Nq, Nk) is the leading rows and columns
 * of the greatest shape. It starts as plain attention: 1 where it multiplies, 0 where it adds.
 *
 * @param fusion how it meets the scores
 */
@JsonTypeName("static")
@Origin(family = "mask")
public record StaticMask(@Default("add") MaskFusion fusion) implements Mechanism {
  @Override
  public Traits traits() {
    return Traits.PLAIN.withMask(fusion.multiplies()).startingPlain(true);
  }

  @Override
  public String label() {
    return "static mask";
  }

  @Override
  public Built in(Declaration declare, Site site) {
    int queries = site.most().queries();
    int keys = site.most().keys();
    Initializer start = Initializer.constant(fusion.multiplies() ? 1 : 0);
    Declaration.Tensor matrix = declare.tensor("matrix", start, 1, queries, keys);
    LayerSides leading =
        (pass, layer, x, y) -> {
          NDArray whole = pass.get(matrix);
          long rows = x.getShape().get(1);
          long columns = y.getShape().get(1);
          return new Matrix(
              rows == queries && columns == keys
                  ? whole
                  : whole.get(new NDIndex(":, :" + rows + ", :" + columns)));
        };
    return new Masked(site, new MaskedSteps(fusion, OptionalInt.empty()), () -> leading);
  }

  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
