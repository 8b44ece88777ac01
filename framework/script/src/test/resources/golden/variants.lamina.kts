// Every named variant of the mask, every control and every wrapper, on every task. Nothing of it is ever trained: their identities are
// pinned. Where two rows of a task are the same experiment, the first gives it its name.
val adam = adamW(learningRate = 1e-3)
val plain = training(epochs = 6, batch = 64, optimizer = adam)
val pre = transformer(layers = 4, heads = 4, width = 64)
val post = transformer(
    layers = 2,
    heads = 4,
    width = 64,
    feedForward = 64,
    dropout = 0.1,
    activation = Activation.PRELU,
    normalisation = Normalisation.POST,
)
val prompted = llamaAdapter(frozenDecoder(layers = 2, heads = 4, width = 64, epochs = 4), captionTokens = 44)

fun moments(detector: Detector) =
    experiment(momentRetrieval(garmentMoments(), detector), projections(), post, training(20, 16, adam, constantRate(), clipNorm = 0.1))

val tasks = buildMap {
    put(
        "garments and voices",
        experiment(classification(garmentsAndVoices()), encoders(patches(size = 8), melSpectrogram(bands = 32)), pre, plain),
    )
    put(
        "garments and voices with a class token",
        experiment(
            classification(garmentsAndVoices(), Pooling.CLASS_TOKEN, labelSmoothing = 0.1),
            encoders(patches(size = 8), melSpectrogram(bands = 32)),
            post,
            plain,
        ),
    )
    put("pictures", experiment(classification(garments()), encoders(patches(size = 4)), pre, plain))
    put(
        "mixed pictures with a class token",
        experiment(
            classification(garments(), Pooling.CLASS_TOKEN, labelSmoothing = 0.1, mixup = 0.8, cutmix = 1.0),
            encoders(patches(size = 4)),
            pre.withDropPath(0.1).withDropout(0.1),
            training(epochs = 6, batch = 64, optimizer = adam, selection = Selection.LAST),
        ),
    )
    for (masked in MaskedAttention.values()) {
        for (order in PaddingOrder.values()) {
            put("QD-DETR, ${masked.written()}, padding ${order.written()}", moments(qdDetr(masked = masked, paddingOrder = order)))
        }
    }
    put("Moment-DETR", moments(momentDetr()))
    put(
        "SwinBERT",
        experiment(captioning(garmentCaptions(), swinBert(captionTokens = 44)), featureTokens(), post, plain),
    )
    put(
        "LLaMA-Adapter",
        experiment(captioning(garmentCaptions(input = imagesAndSounds()), prompted, beams(2, 1.0)), featureTokens(), pre, plain),
    )
}

val known = mutableSetOf<TrialId>()

fun SweepScope.row(
    name: String,
    experiment: Experiment<*>,
) {
    if (known.add(Trial.of(experiment, 0).id())) variant(experiment, name)
}

fun SweepScope.rows(
    name: String,
    declare: SweepScope.() -> Unit,
) {
    val derived = sweep("derived") {
        seeds(0)
        declare()
    }
    for (variant in derived.variants()) row("${variant.name()} of $name", variant.experiment())
}

sweep("golden-variants") {
    seeds(0)
    for ((task, base) in tasks) {
        val masked = base.with(learnableMask())
        val masks = buildMap {
            put("learnable", masked)
            for (fusion in MaskFusion.values()) {
                val fused = masked.mask().withFusion(fusion)
                val name = fusion.written()
                for (placement in MaskPlacement.values()) put("$name, ${placement.written()}", base.with(fused.withPlacement(placement)))
                for (bound in MaskParametrisation.values()) put("$name, ${bound.written()}", base.with(fused.withParametrisation(bound)))
                for (start in MaskInitialisation.values()) put("$name, starts ${start.written()}", base.with(fused.withInitialisation(start)))
                for (length in MaskLength.values()) put("$name, length ${length.written()}", base.with(fused.withLength(length)))
                for (depth in listOf(1, 4)) put("$name, depth $depth", base.with(fused.withDepth(depth)))
                put("$name, hidden 3", base.with(fused.withHidden(3)))
            }
        }
        group(task) {
            row("none", base)
            for ((name, experiment) in masks) row(name, experiment)
            for (fusion in MaskFusion.values()) row("static, ${fusion.written()}", base.with(staticMask(fusion)))
            if (base.task() is Captioning) {
                row("sparse", base.with(sparseMask()))
                row("hard sparse", base.with(sparseMask(weight = 0.25, hard = true)))
            }
            for ((name, experiment) in masks) {
                if (name == "learnable" || "depth 4" in name || "content-keys" in name) {
                    rows(name) {
                        controls(experiment, equalParameters(), equalParameters(residual = true), stackedLayers())
                        controls(experiment, equalFlops(vocabulary = 60))
                    }
                }
                rows(name) { controls(experiment, shuffledMask()) }
                if ("starts identity" !in name) rows(name) { controls(experiment, frozenMask()) }
            }
        }
    }
}
