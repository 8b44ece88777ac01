// ImageNet with DeiT-B/16 from scratch: 224 x 224, 196 patches and a class token, N = 197. Needs ImageNet's files
// (docs/image-classification.md, which also says what of DeiT's recipe is left out) and a GPU; small asks the same of small photographs.
val batch = 512
val base = experiment(
    task = classification(
        imageFolder(checksum = "0".repeat(64), classes = 1000, side = 224), // paste yours
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
val multiLam = base.with(learnableMask(placement = MaskPlacement.PER_LAYER, depth = 32))

sweep("imagenet") {
    seeds(0..4)
    variant(base, "no mask")
    variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK, depth = 32)), "LAM")
    variant(multiLam, "Multi-LAM")
    controls(multiLam, equalParameters(), stackedLayers(), shuffledMask(), frozenMask())
}
