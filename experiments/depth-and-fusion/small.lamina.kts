// The grid of full at three depths, at a size that two cores answer in an hour, on the embedded videos.
val base = experiment(
    task = momentRetrieval(garmentMoments(imageNoise = 0.25, audioSnrDecibels = 26.0), qdDetr()),
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

sweep("depth-and-fusion-small") {
    seeds(0..4)
    variant(base, "QD-DETR")
    grid(base.with(learnableMask(hidden = 16))) {
        vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
        vary(mask.depth) over listOf(2, 8, 32)
        vary(mask.initialisation) over MaskInitialisation.values()
    }
}
