package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lamina.config.AudiovisualEncoders;
import lamina.config.Experiment;
import lamina.config.Pooling;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Embeds image and audio tokens, joins them into one sequence [class token,] image, audio, encodes
 * it and pools: (B, Ni, Fi) and (B, Na, Fa) to (B, D).
 */
public final class AudiovisualEncoder {
  private final TokenEmbedding image;
  private final TokenEmbedding audio;
  private final Declaration.@Nullable Tensor classToken;
  private final Encoder encoder;
  private final double dropout;

  /**
   * Declares the tensors.
   *
   * @param imageTokens Ni
   * @param audioTokens Na
   */
  public AudiovisualEncoder(
      Declaration declare,
      Experiment<?> experiment,
      Pooling pooling,
      int imageTokens,
      int audioTokens) {
    int width = experiment.backbone().width();
    var encoders = experiment.encoders().as(AudiovisualEncoders.class, "classification");
    this.image =
        new TokenEmbedding(declare.in("image"), imageTokens, encoders.image().features(), width);
    this.audio =
        new TokenEmbedding(declare.in("audio"), audioTokens, encoders.audio().features(), width);
    this.classToken =
        pooling == Pooling.CLASS_TOKEN
            ? declare.tensor("class-token", Initializer.uniform(0.02 * Math.sqrt(3)), 1, 1, width)
            : null;
    this.encoder =
        new Encoder(
            declare.in("encoder"), experiment.backbone(), experiment.mask(), experiment.tokens());
    this.dropout = experiment.backbone().dropout();
  }

  /** The pooled encoding, (B, D). */
  public NDArray forward(Pass pass, NDArray imageFeatures, NDArray audioFeatures) {
    List<NDArray> parts = new ArrayList<>();
    if (classToken != null) {
      NDArray token = pass.get(classToken);
      Shape shape = token.getShape();
      parts.add(token.broadcast(imageFeatures.getShape().get(0), shape.get(1), shape.get(2)));
    }
    parts.add(image.forward(pass, imageFeatures));
    parts.add(audio.forward(pass, audioFeatures));
    NDArray tokens = NDArrays.concat(new NDList(parts), 1);
    NDArray encoded = encoder.forward(pass, pass.dropout(tokens, dropout), Visible.ALL);
    return classToken != null ? encoded.get(":, 0") : encoded.mean(new int[] {1});
  }
}
