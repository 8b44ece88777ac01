// Does a learnable attention mask help a small audiovisual Transformer, and where should it stand?
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)), // 25 + 25 tokens
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)

sweep("quickstart") {
    seeds(0..4)
    variant(base) // no mask
    grid(base.with(learnableMask())) {
        vary(mask.placement) over MaskPlacement.values()
        vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
        vary(mask.depth) over listOf(2, 4)
    }
}
