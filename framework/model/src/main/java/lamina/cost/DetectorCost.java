package lamina.cost;

import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.MaskShape;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.MomentsData;
import lamina.config.QdDetr;
import lamina.config.Transformer;

/** Moment detectors over the most clips and words. Heads read every layer of a decoder. */
final class DetectorCost {
  private static final long CLIPS = MomentsData.CLIPS;
  private static final long WORDS = MomentsData.WORDS;

  private DetectorCost() {}

  static ModelCost of(MomentRetrieval task, Experiment<?> experiment) {
    return task.detector()
        .fold(
            qdDetr -> qdDetr(qdDetr, task.data(), experiment),
            momentDetr -> momentDetr(momentDetr, task.data(), experiment));
  }

  /** A training step encodes every video with the words of another one too. */
  private static ModelCost qdDetr(QdDetr config, MomentsData data, Experiment<?> experiment) {
    Transformer backbone = experiment.backbone();
    long width = backbone.width();
    Count encode =
        Layers.encoder(backbone, config.withMasked(MaskedAttention.CROSS_ATTENTION).place().shape())
            .plus(
                Layers.encoder(
                    backbone, config.withMasked(MaskedAttention.SELF_ATTENTION).place().shape()),
                Count.linear(CLIPS, width, width),
                Count.linear(1, width, width),
                Count.product(CLIPS, width, 1));
    long globalToken = 2 * width;
    long unusedTextPositions = WORDS * width + 2 * width;
    Count model =
        projections(data, experiment)
            .plus(
                Count.held(globalToken + unusedTextPositions),
                encode,
                anchorDecoder(backbone, config.queries(), config.decoderLayers()),
                heads(config.queries(), width).run(config.decoderLayers()));
    return new ModelCost(
        model, MaskCost.of(experiment), encode.macs(), true, Count.NOTHING, Count.NOTHING);
  }

  private static ModelCost momentDetr(
      MomentDetr config, MomentsData data, Experiment<?> experiment) {
    Transformer backbone = experiment.backbone();
    long width = backbone.width();
    Count model =
        projections(data, experiment)
            .plus(
                Layers.encoder(backbone, config.place().shape()),
                plainDecoder(backbone, config.queries(), config.decoderLayers()),
                heads(config.queries(), width).run(config.decoderLayers()),
                Count.linear(CLIPS, width, 1));
    return new ModelCost(model, experiment);
  }

  private static Count projections(MomentsData data, Experiment<?> experiment) {
    FeatureProjections config =
        experiment.encoders().as(FeatureProjections.class, "moment retrieval");
    long width = experiment.backbone().width();
    return projection(config, CLIPS, data.videoFeatures(), width)
        .plus(projection(config, WORDS, data.textFeatures(), width));
  }

  private static Count projection(FeatureProjections config, long rows, long features, long width) {
    Count further = Count.norm(width).plus(Count.linear(rows, width, width));
    return Count.norm(features)
        .plus(Count.linear(rows, features, width), further.times(config.layers() - 1L));
  }

  /** A class and a span a query. */
  private static Count heads(long queries, long width) {
    return Count.linear(queries, width, 2).plus(Layers.mlp(queries, width, 2, 3));
  }

  private static Count plainDecoder(Transformer config, int queries, int layers) {
    long width = config.width();
    int tokens = MomentsData.CLIPS + MomentsData.WORDS;
    Count layer =
        Layers.attention(width, new MaskShape(queries, queries))
            .plus(
                Layers.attention(width, new MaskShape(queries, tokens)),
                Layers.feedForward(config, queries),
                Count.norm(width).times(3));
    return layer.times(layers).plus(Count.norm(width), Count.held(queries * width));
  }

  /** Anchors move between layers; from the second on a query scales its own sine. */
  private static Count anchorDecoder(Transformer config, int queries, int layers) {
    long width = config.width();
    return anchorDecoderLayer(config, queries)
        .times(layers)
        .plus(
            Count.linear(queries, width, width), // the first layer's position in cross-attention
            Count.held(2L * queries),
            Count.norm(width),
            Layers.mlp(queries, width, width, 2).run(layers - 1L),
            Layers.mlp(queries, width, width, 2).run(layers),
            Layers.mlp(queries, width, 2, 3).run(layers - 1L),
            Layers.mlp(queries, width, 1, 2).run(layers));
  }

  /** Content and position of queries and keys are projected apart, and lie side by side. */
  private static Count anchorDecoderLayer(Transformer config, int queries) {
    long width = config.width();
    Count ofQueries = Count.linear(queries, width, width);
    Count ofClips = Count.linear(CLIPS, width, width);
    Count self =
        ofQueries
            .times(6)
            .plus(Count.product(queries, width, queries), Count.product(queries, queries, width));
    Count cross =
        ofQueries
            .times(3)
            .plus(
                ofClips.times(3),
                Count.product(queries, 2 * width, CLIPS),
                Count.product(queries, CLIPS, width));
    return self.plus(cross, Layers.feedForward(config, queries), Count.norm(width).times(3));
  }
}
