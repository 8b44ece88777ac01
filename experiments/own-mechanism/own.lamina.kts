// Three mechanisms of one's own, each a file beside this script: does any of them help?
val distance = mechanism("DistanceBias.java")
val sigmoid = mechanism("SigmoidWeights.java")
val registers = mechanism("Registers.java")
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)), // 25 + 25 tokens
    backbone = transformer(layers = 4, heads = 4, width = 64),
    training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
)

sweep("own-mechanism") {
    seeds(0..4)
    variant(base) // no mask
    grid(base.with(distance())) { vary(distance.axis("slope")) over listOf(0.05, 0.1, 0.2) }
    variant(base.with(sigmoid()), "sigmoid")
    variant(base.with(sigmoid("offset" to "fixed")), "sigmoid, fixed offset")
    for (count in listOf(2, 4, 8)) variant(base.with(registers("count" to count)), "$count registers")
}
