// The same rows as full on the embedded videos. The corrected ones are trials of depth-and-fusion/small.
fun base(paddingOrder: PaddingOrder) = experiment(
    task = momentRetrieval(garmentMoments(imageNoise = 0.25, audioSnrDecibels = 26.0), qdDetr(paddingOrder = paddingOrder)),
    encoders = projections(layers = 2, dropout = 0.0),
    backbone = transformer(
        layers = 2,
        heads = 4,
        width = 64,
        feedForward = 64,
        activation = Activation.PRELU,
        normalisation = Normalisation.POST,
    ),
    training = training(
        epochs = 20,
        batch = 16,
        optimizer = adamW(learningRate = 1e-3, weightDecay = 1e-4),
        clipNorm = 0.1,
    ),
)

sweep("padding-small") {
    seeds(0..4)
    for (order in PaddingOrder.values()) {
        group(order.written()) {
            variant(base(order), "no mask")
            variant(base(order).with(learnableMask(hidden = 16)), "LAM")
        }
    }
}
