// What the masks and their controls cost at the small size: `./lamina costs` counts and measures, nothing needs training.
val base = experiment(
    task = captioning(
        garmentCaptions(validationExamples = 100, input = imagesAndSounds()),
        llamaAdapter(frozenDecoder(layers = 2, heads = 4, width = 64, epochs = 4), captionTokens = 44),
    ),
    encoders = featureTokens(),
    backbone = transformer(layers = 2, heads = 4, width = 64),
    training = training(epochs = 10, batch = 32, optimizer = adamW(learningRate = 1e-3)),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER))

sweep("overhead-small") {
    seeds(0)
    variant(base, "full attention")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers())
}
