// Does a mask gain more where there are more examples? Parts of ImageNet, every one compared with no mask on that part; validation and test stay whole.
// Needs ImageNet's files (docs/image-classification.md) and a GPU; small asks the same of photographs and voices.
val batch = 512

fun base(examples: Int) = experiment(
    task = classification(
        imageFolder(checksum = "0".repeat(64), classes = 1000, side = 224, mostExamples = examples), // paste yours
        pooling = Pooling.CLASS_TOKEN,
        labelSmoothing = 0.1,
        mixup = 0.8,
        cutmix = 1.0,
    ),
    encoders = encoders(image = patches(size = 16)),
    backbone = transformer(layers = 12, heads = 12, width = 768, dropPath = 0.1),
    training = training(
        epochs = 300,
        batch = batch,
        optimizer = adamW(learningRate = 5e-4 * batch / 512, weightDecay = 0.05),
        schedule = warmupCosine(warmup = 5.0 / 300),
        clipNorm = 0.0,
    ),
)

sweep("data-size") {
    seeds(0..4)
    for (examples in listOf(80_000, 160_000, 320_000, 640_000, 1_200_000)) { // more than the 50,000 of the test split
        group("$examples examples") {
            variant(base(examples))
            grid(base(examples).with(learnableMask(depth = 32))) {
                vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
            }
        }
    }
}
