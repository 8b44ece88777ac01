// The same rows as full on photographs and voices: ten minutes on two cores.
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)), // 25 + 25 tokens
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)

sweep("negative-scores-small") {
    seeds(0..4)
    variant(base, "no mask")
    grid(base.with(learnableMask())) {
        vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.MULTIPLY_SHIFTED)
        vary(mask.parametrisation) over listOf(MaskParametrisation.UNCONSTRAINED, MaskParametrisation.SIGMOID)
    }
}
