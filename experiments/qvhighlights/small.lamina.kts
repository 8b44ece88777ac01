// The same two rows as full on the embedded videos. depth-and-fusion/small has the same trials.
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

sweep("qvhighlights-small") {
    seeds(0..4)
    variant(base, "QD-DETR")
    variant(base.with(learnableMask(hidden = 16, depth = 32)), "LAM")
}
