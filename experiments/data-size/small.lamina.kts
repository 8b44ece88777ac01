// Does a mask gain more where there are more examples? Every size is compared with no mask at that size.
fun base(examples: Int) = experiment(
    task = classification(garmentsAndVoices(trainExamples = examples)),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)), // 25 + 25 tokens
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)

sweep("data-size-small") {
    seeds(0..4)
    for (examples in listOf(400, 800, 1600, 3200, 6400)) {
        group("$examples examples") {
            variant(base(examples))
            grid(base(examples).with(learnableMask())) {
                vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
            }
        }
    }
}
