// Does training with a learnable attention mask stay stable as the sequence grows from 256 to 4,096 tokens?
// Longer audio and smaller patches make the same examples longer; everything else stays as it is.
fun base(patch: Int, audioMillis: Int) = experiment(
    task = classification(
        garmentsAndVoices(trainExamples = 160, validationExamples = 60, testExamples = 100, audioMillis = audioMillis),
    ),
    encoders = encoders(image = patches(size = patch), audio = melSpectrogram(bands = 16, frameMillis = 10)),
    backbone = transformer(layers = 2, heads = 2, width = 32),
    training = training(epochs = 2, batch = 4, optimizer = adamW(learningRate = 2e-3), selection = Selection.LAST),
)

sweep("long-sequences") {
    seeds(0..4)
    val lengths = listOf(
        base(patch = 4, audioMillis = 1_560), // 100 + 156 tokens
        base(patch = 2, audioMillis = 6_240), // 400 + 624
        base(patch = 1, audioMillis = 24_960), // 1,600 + 2,496
    )
    for (base in lengths) {
        variant(base, "N ${base.tokens()}, no mask")
        grid(base.with(learnableMask()), "N ${base.tokens()}") {
            vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
        }
    }
}
