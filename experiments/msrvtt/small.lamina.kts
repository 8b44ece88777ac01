// The same rows as full, at a size that two cores answer in three quarters of an hour, on the embedded scenes.
val base = experiment(
    task = captioning(
        garmentCaptions(validationExamples = 100, input = videoPatches(frames = 25, grid = 1)),
        swinBert(captionTokens = 44),
    ),
    encoders = featureTokens(),
    backbone = transformer(layers = 2, heads = 4, width = 64, normalisation = Normalisation.POST),
    training = training(epochs = 6, batch = 32, optimizer = adamW(learningRate = 3e-3)),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER))

sweep("msrvtt-small") {
    seeds(0..4)
    variant(base, "full attention")
    variant(base.with(sparseMask()), "SwinBERT mask")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers())
}
