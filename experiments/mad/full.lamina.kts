// Audio description of MAD in the paper's shape: 25 frames and 25 pieces of sound, N = 50, in front of a frozen LLaMA. Needs the official
// annotations and features, features of the sound and the language model's files (docs/captions-official-files.md), and a GPU;
// small asks the same of the embedded scenes. The first run says which checksum the language model's files have.
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

sweep("mad") {
    seeds(0..4)
    variant(base, "full attention")
    variant(multiLam, "Multi-LAM")
}
