package lamina.mask;

import static lamina.config.Rule.notNegative;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Pass;

/**
 * SwinBERT's mask (Lin et al., arXiv 2111.13196, section 3.2): a learned matrix under a sigmoid,
 * the same for every input, layer and head, that rules out pairs of tokens, and a penalty on how
 * many it lets through. Words of a caption are left alone.
 *
 * @param weight of the penalty in the loss, the mean of the matrix without its diagonal; SwinBERT
 *     has 0.5 for MSR-VTT
 * @param hard whether a pair is seen wholly or not at all; then the penalty alone moves the matrix
 */
@JsonTypeName("sparse")
@Origin(family = "mask", paper = "Lin et al., arXiv 2111.13196")
public record SparseMask(@Default("0.5") double weight, @Default("false") boolean hard)
    implements Mechanism {
  public SparseMask {
    notNegative("mask.weight", weight);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN.withMask(false).withoutCross();
  }

  @Override
  public String label() {
    return "sparse mask";
  }

  @Override
  public Built in(Declaration declare, Site site) {
    int text = site.place().leading("caption");
    SparseMatrix matrix = new SparseMatrix(declare, text, site.most().keys() - text, hard);
    Supplier<LayerSides> masks =
        () -> {
          AtomicReference<Mask> mask = new AtomicReference<>();
          return (pass, layer, x, y) -> {
            if (mask.get() == null) {
              mask.set(new Matrix(matrix.whole(pass, y.getShape().get(1)).expandDims(0)));
            }
            return mask.get();
          };
        };
    return new Masked(site, new MaskedSteps(MaskFusion.ADD, OptionalInt.empty()), masks) {
      @Override
      public Optional<NDArray> penalty(Pass pass) {
        return Optional.of(matrix.sparsity(pass).mul(pass.scalar(weight)));
      }
    };
  }

  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
