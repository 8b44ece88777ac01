// A negative score times a small mask rises, and a negative mask turns the order of scores. Does a mask that multiplies suffer from it?
// The official size, on the official features that you bring (docs/qvhighlights.md); made for a GPU.
val base = experiment(
    task = momentRetrieval(qvHighlights(QvFeatures.SLOWFAST_CLIP), qdDetr()), // 75 clips, 32 words
    encoders = projections(layers = 2, dropout = 0.5),
    backbone = transformer(
        layers = 2,
        heads = 8,
        width = 256,
        feedForward = 1024,
        dropout = 0.1,
        activation = Activation.PRELU,
        normalisation = Normalisation.POST,
    ),
    training = training(
        epochs = 200,
        batch = 32,
        optimizer = adamW(learningRate = 1e-4, weightDecay = 1e-4),
        schedule = constantRate(),
        clipNorm = 0.1,
    ),
)

sweep("negative-scores") {
    seeds(0, 1, 2, 3, 2018)
    variant(base, "no mask")
    grid(base.with(learnableMask(depth = 32))) {
        vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.MULTIPLY_SHIFTED)
        vary(mask.parametrisation) over listOf(MaskParametrisation.UNCONSTRAINED, MaskParametrisation.SIGMOID)
    }
}
