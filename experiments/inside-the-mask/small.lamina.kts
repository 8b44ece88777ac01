// What masks do inside, in pictures (`./lamina plot`; docs/inside-the-mask.md), of trials that mask-variants/small has too.
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

sweep("inside-the-mask-small") {
    seeds(0..4)
    variant(base, "full attention")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK)), "LAM")
    variant(multiLam, "Multi-LAM")
}
