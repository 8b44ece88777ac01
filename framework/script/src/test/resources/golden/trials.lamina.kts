// Trials that train in a moment, of every kind of mask on every task. GoldenBitsTest in `training` pins the bits that they end in.
val known = mutableSetOf<TrialId>()

fun SweepScope.row(
    name: String,
    experiment: Experiment<*>,
) {
    if (known.add(Trial.of(experiment, 5).id())) variant(experiment, name)
}

fun SweepScope.rows(
    name: String,
    declare: SweepScope.() -> Unit,
) {
    val derived = sweep("derived") {
        seeds(0)
        declare()
    }
    for (variant in derived.variants()) row("$name, ${variant.name()}", variant.experiment())
}

fun small(
    batch: Int = 8,
    epochs: Int = 3,
    rate: Double = 2e-2,
    schedule: Schedule = warmupCosine(0.1),
    clipNorm: Double = 0.3,
    selection: Selection = Selection.BEST_VALIDATION,
    stopping: Stopping = never(),
) = training(epochs, batch, adamW(rate), schedule, clipNorm, selection, stopping)

fun backbone(
    dropout: Double,
    activation: Activation = Activation.GELU,
    normalisation: Normalisation = Normalisation.PRE,
    dropPath: Double = 0.0,
) = transformer(2, 2, 8, 12, dropout, activation, normalisation, dropPath)

val speech = garmentsAndVoices(trainExamples = 24, validationExamples = 16, testExamples = 16)
val both = encoders(patches(size = 20), melSpectrogram(bands = 8, frameMillis = 100)) // 4 + 5 tokens

fun speech(
    backbone: Transformer,
    training: Training = small(),
    pooling: Pooling = Pooling.MEAN,
) = experiment(classification(speech, pooling), both, backbone, training)

fun pictures(
    backbone: Transformer,
    mixup: Double,
    cutmix: Double,
    labelSmoothing: Double = 0.1,
) = experiment(
    classification(garments(24, 16, 16), Pooling.CLASS_TOKEN, labelSmoothing, mixup, cutmix),
    encoders(patches(size = 14)), // 4 patches and the class token
    backbone,
    small(),
)

fun moments(
    detector: Detector,
    dropout: Double,
    activation: Activation = Activation.PRELU,
) = experiment(
    momentRetrieval(garmentMoments(8, 4, 4, imageNoise = 0.25, audioSnrDecibels = 26.0), detector),
    projections(layers = 2, dropout = dropout),
    backbone(dropout, activation, Normalisation.POST),
    small(batch = 4, epochs = 2, rate = 5e-3, schedule = constantRate(), clipNorm = 0.1),
)

fun captions(
    input: CaptionInput,
    captioner: Captioner,
    backbone: Transformer,
    generation: Generation,
) = experiment(
    captioning(garmentCaptions(8, 3, 3, input), captioner, generation),
    featureTokens(),
    backbone,
    small(batch = 6, epochs = 3, rate = 5e-2, schedule = constantRate(), clipNorm = 1.0),
)

/** Nine tokens of a caption and eight of a video. */
fun swinBert(
    dropout: Double,
    generation: Generation = beams(2, 1.0),
) = captions(videoPatches(8, 1), swinBert(captionTokens = 9), backbone(dropout, normalisation = Normalisation.POST), generation)

/** 25 tokens of pictures and 25 of sounds. */
fun adapter(
    dropout: Double,
    generation: Generation = beams(2, 1.0),
) = captions(
    imagesAndSounds(),
    llamaAdapter(frozenDecoder(layers = 2, heads = 2, width = 8, epochs = 1, batch = 16), adaptedLayers = 1, captionTokens = 9),
    backbone(dropout),
    generation,
)

val lam = learnableMask(depth = 2)
val rates = listOf(0.0, 0.1)

sweep("golden-trials") {
    seeds(5)

    // Everything that a mask can be, with and without dropout.
    for (dropout in rates) {
        val base = speech(backbone(dropout))
        val of = "speech, dropout $dropout"
        row("$of, none", base)
        for (fusion in MaskFusion.values()) {
            val mask = lam.withFusion(fusion)
            val name = "$of, ${fusion.written()}"
            for (placement in MaskPlacement.values()) {
                row("$name, ${placement.written()}", base.with(mask.withPlacement(placement)))
                row("$name, ${placement.written()}, content-keys", base.with(mask.withPlacement(placement).withLength(MaskLength.CONTENT_KEYS)))
            }
            for (bound in MaskParametrisation.values()) row("$name, ${bound.written()}", base.with(mask.withParametrisation(bound)))
            for (start in MaskInitialisation.values()) row("$name, starts ${start.written()}", base.with(mask.withInitialisation(start)))
            row("$name, sigmoid, content-keys", base.with(mask.withParametrisation(MaskParametrisation.SIGMOID).withLength(MaskLength.CONTENT_KEYS)))
            row("$name, one-plus, starts identity", base.with(mask.withParametrisation(MaskParametrisation.ONE_PLUS).withInitialisation(MaskInitialisation.IDENTITY)))
            row("$name, depth 1", base.with(mask.withDepth(1)))
            row("$name, depth 3, hidden 5", base.with(mask.withDepth(3).withHidden(5)))
            row("$name, static", base.with(staticMask(fusion)))
            rows(name) { controls(base.with(mask), shuffledMask(), frozenMask()) }
            rows("$name, shared-mask") { controls(base.with(mask.withPlacement(MaskPlacement.SHARED_MASK)), shuffledMask(), frozenMask()) }
            rows("$name, content-keys") { controls(base.with(mask.withLength(MaskLength.CONTENT_KEYS)), shuffledMask(), frozenMask()) }
        }
        rows("$of, controls") {
            controls(base.with(lam), equalParameters(), equalParameters(residual = true), stackedLayers(), equalFlops())
        }
    }

    // Everything that stands around a mask.
    for (fusion in MaskFusion.values()) {
        val mask = lam.withFusion(fusion)
        val of = "around, ${fusion.written()}"
        for (normalisation in Normalisation.values()) {
            for (activation in listOf(Activation.RELU, Activation.GELU, Activation.PRELU)) {
                val around = backbone(0.1, activation, normalisation)
                row("$of, ${normalisation.written()}, ${activation.written()}", speech(around).with(mask))
            }
        }
        row("$of, class token", speech(backbone(0.0), pooling = Pooling.CLASS_TOKEN).with(mask))
        row("$of, skipped branches", speech(backbone(0.0, dropPath = 0.3)).with(mask))
        row("$of, few rows a chunk", speech(backbone(0.1).withHeads(1), small(batch = 2)).with(mask))
        row("$of, few rows a chunk, no dropout", speech(backbone(0.0).withHeads(1), small(batch = 2)).with(mask))
        row("$of, one layer", speech(backbone(0.0).withLayers(1)).with(mask))
        row("$of, three layers, shared-module", speech(backbone(0.1).withLayers(3)).with(mask.withPlacement(MaskPlacement.SHARED_MODULE)))
        row("$of, no clipping", speech(backbone(0.0), small(clipNorm = 0.0)).with(mask))
        row("$of, strong clipping", speech(backbone(0.0), small(clipNorm = 0.01)).with(mask))
        row("$of, best of six", speech(backbone(0.1), small(epochs = 6, rate = 6e-2)).with(mask))
        row("$of, last of six", speech(backbone(0.1), small(epochs = 6, rate = 6e-2, selection = Selection.LAST)).with(mask))
        row("$of, patience", speech(backbone(0.0), small(epochs = 9, rate = 6e-2, stopping = patience(2))).with(mask))
    }

    for (dropout in rates) {
        for ((mixed, base) in mapOf(
            "mixup and cutmix" to pictures(backbone(dropout, dropPath = 0.2), mixup = 0.8, cutmix = 1.0),
            "cutmix" to pictures(backbone(dropout), mixup = 0.0, cutmix = 1.0),
            "mixup" to pictures(backbone(dropout, normalisation = Normalisation.POST), mixup = 0.8, cutmix = 0.0, labelSmoothing = 0.0),
        )) {
            val of = "pictures, dropout $dropout, $mixed"
            row("$of, none", base)
            for (fusion in MaskFusion.values()) {
                row("$of, ${fusion.written()}", base.with(lam.withFusion(fusion)))
            }
            row("$of, static", base.with(staticMask()))
            rows(of) { controls(base.with(lam.withFusion(MaskFusion.ADD)), equalParameters(), shuffledMask(), frozenMask()) }
        }
    }

    for (dropout in rates) {
        val detectors = buildMap {
            for (masked in MaskedAttention.values()) {
                for (order in PaddingOrder.values()) put("${masked.written()}, padding ${order.written()}", qdDetr(4, 2, masked, order))
            }
            put("Moment-DETR", momentDetr(4, 2))
        }
        for ((name, detector) in detectors) {
            val base = moments(detector, dropout, if (dropout > 0) Activation.PRELU else Activation.RELU)
            val of = "moments, dropout $dropout, $name"
            row("$of, none", base)
            for (fusion in MaskFusion.values()) row("$of, ${fusion.written()}", base.with(lam.withFusion(fusion)))
            if ("padding official" in name) continue // no clip is padded, so both orders end in the same bits, and only the way there differs
            row("$of, shared-mask", base.with(lam.withPlacement(MaskPlacement.SHARED_MASK)))
            row("$of, shared-module, add", base.with(lam.withPlacement(MaskPlacement.SHARED_MODULE).withFusion(MaskFusion.ADD)))
            row("$of, content-keys", base.with(lam.withLength(MaskLength.CONTENT_KEYS)))
            row("$of, static", base.with(staticMask(MaskFusion.MULTIPLY_SHIFTED)))
            rows(of) { controls(base.with(lam), equalParameters(), shuffledMask(), frozenMask()) }
        }
    }

    for (dropout in rates) {
        for ((name, base) in mapOf("SwinBERT" to swinBert(dropout), "LLaMA-Adapter" to adapter(dropout))) {
            val of = "captions, dropout $dropout, $name"
            row("$of, none", base)
            for (fusion in MaskFusion.values()) row("$of, ${fusion.written()}", base.with(lam.withFusion(fusion)))
            row("$of, shared-mask", base.with(lam.withPlacement(MaskPlacement.SHARED_MASK)))
            row("$of, shared-module, add", base.with(lam.withPlacement(MaskPlacement.SHARED_MODULE).withFusion(MaskFusion.ADD)))
            row("$of, content-keys", base.with(lam.withLength(MaskLength.CONTENT_KEYS)))
            row("$of, static", base.with(staticMask()))
            row("$of, sparse", base.with(sparseMask()))
            row("$of, hard sparse", base.with(sparseMask(hard = true)))
            rows(of) { controls(base.with(lam), equalParameters(), frozenMask()) }
        }
        rows("captions, dropout $dropout, greedy SwinBERT") { controls(swinBert(dropout, greedy()).with(lam), shuffledMask()) }
        rows("captions, dropout $dropout, LLaMA-Adapter with beams") { controls(adapter(dropout).with(lam), shuffledMask()) }
        row("captions, dropout $dropout, greedy LLaMA-Adapter", adapter(dropout, greedy()).with(lam))
    }
}
