// The official QD-DETR hides words of one example behind the padding of another. Does that matter, to it and to a mask?
// The official size, on the official features that you bring (docs/qvhighlights.md); made for a GPU.
fun base(paddingOrder: PaddingOrder) = experiment(
    task = momentRetrieval(qvHighlights(QvFeatures.SLOWFAST_CLIP), qdDetr(paddingOrder = paddingOrder)), // 75 clips, 32 words
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

sweep("padding") {
    seeds(0, 1, 2, 3, 2018)
    for (order in PaddingOrder.values()) {
        group(order.written()) {
            variant(base(order), "no mask")
            variant(base(order).with(learnableMask(depth = 32)), "LAM")
        }
    }
}
