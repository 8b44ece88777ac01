// MSR-VTT at SwinBERT's size: 50 caption tokens and 784 video tokens, N = 834. Needs the official annotations and VidSwin features
// (docs/captions-official-files.md) and a GPU; small asks the same of the embedded scenes.
val base = experiment(
    task = captioning(msrVtt(videoTokens = 784, videoFeatures = 1024), swinBert(), leastCount = 3),
    encoders = featureTokens(positions = false),
    backbone = transformer(
        layers = 12,
        heads = 12,
        width = 768,
        dropout = 0.1,
        normalisation = Normalisation.POST,
    ),
    training = training(epochs = 15, batch = 24, optimizer = adamW(learningRate = 3e-4, weightDecay = 0.05)),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER, depth = 32))

sweep("msrvtt") {
    seeds(0..4)
    variant(base, "full attention")
    variant(base.with(sparseMask()), "SwinBERT mask")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK, depth = 32)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers())
}
