// What of a mask's effect is learned, what is parameters, and what is noise? The quickstart's rows of the same names are the same trials.
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)), // 25 + 25 tokens
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER, fusion = MaskFusion.ADD, depth = 2))

sweep("controls") {
    seeds(0..4)
    variant(base) // no mask
    variant(multiLam, "per-layer, add, depth 2")
    controls(multiLam, equalParameters(), equalParameters(residual = true), stackedLayers(), shuffledMask(), frozenMask())
}
