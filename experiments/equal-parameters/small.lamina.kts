// The same rows as full on the embedded scenes. Those that mad/small has too are the same trials.
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

sweep("equal-parameters-small") {
    seeds(0..4)
    variant(base, "full attention")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), equalParameters(residual = true), stackedLayers(), shuffledMask(), frozenMask())
}
