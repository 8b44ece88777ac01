// The paper's ablation on QVHighlights: does a learnable mask in QD-DETR's cross-attention help, and how deep, how fused, how started?
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

sweep("depth-and-fusion") {
    seeds(0, 1, 2, 3, 2018)
    variant(base, "QD-DETR")
    grid(base.with(learnableMask())) {
        vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
        vary(mask.depth) over listOf(2, 4, 8, 16, 32)
        vary(mask.initialisation) over MaskInitialisation.values()
    }
}
