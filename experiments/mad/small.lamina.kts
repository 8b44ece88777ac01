// The same two rows as full on the embedded scenes: a quarter of an hour on two cores.
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

sweep("mad-small") {
    seeds(0..4)
    variant(base, "full attention")
    variant(multiLam, "Multi-LAM")
}
