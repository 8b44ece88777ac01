// What the masks and their controls cost in audio description: `./lamina costs` counts and measures, nothing needs training.
// Needs what mad/full needs, and a GPU.
val llama = pretrainedDecoder(name = "llama-7b", checksum = "0".repeat(64), layers = 32)
val base = experiment(
    task = captioning(
        mad(features = MadFeatures.CLIP_L14, videoTokens = 25, audioTokens = 25, audioFeatures = 768),
        llamaAdapter(llama, adaptedLayers = 30),
    ),
    encoders = featureTokens(),
    backbone = transformer(layers = 8, heads = 16, width = 768),
    training = training(
        epochs = 5,
        batch = 32,
        optimizer = adamW(learningRate = 9e-3 * 32 / 256, weightDecay = 0.02),
        schedule = warmupCosine(warmup = 2.0 / 5),
    ),
)
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER, depth = 32))

sweep("overhead") {
    seeds(0)
    variant(base, "full attention")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK, depth = 32)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers())
}
