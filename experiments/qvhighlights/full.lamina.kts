// QD-DETR with and without a learnable mask of the paper's depth in its cross-attention, at the official size, on the official features that
// you bring (docs/qvhighlights.md); made for a GPU.
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

sweep("qvhighlights") {
    seeds(0, 1, 2, 3, 2018)
    variant(base, "QD-DETR")
    variant(base.with(learnableMask(depth = 32)), "LAM")
}
