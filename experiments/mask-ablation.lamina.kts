// The whole space of the mask: every placement, fusion, depth and initialisation, over ten seeds. Takes hours; stop and go on at will.
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)

sweep("mask-ablation") {
    seeds(0..9)
    variant(base)
    grid(base.with(learnableMask())) {
        vary(mask.placement) over MaskPlacement.values()
        vary(mask.fusion) over MaskFusion.values()
        vary(mask.depth) over listOf(1, 2, 4, 8)
        vary(mask.initialisation) over MaskInitialisation.values()
    }
}
