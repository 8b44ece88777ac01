// The same rows as full, of photographs of 28 x 28 pixels in as many tokens, N = 197, at a size that two cores answer in 25 minutes.
val base = experiment(
    task = classification(garments(), pooling = Pooling.CLASS_TOKEN),
    encoders = encoders(image = patches(size = 2)), // 196 patches and the class token
    backbone = transformer(layers = 3, heads = 3, width = 48),
    training = training(epochs = 8, batch = 32, optimizer = adamW(learningRate = 2e-3)),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER))

sweep("imagenet-small") {
    seeds(0..4)
    variant(base, "no mask")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers(), shuffledMask(), frozenMask())
}
