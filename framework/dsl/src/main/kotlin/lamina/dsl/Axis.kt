package lamina.dsl

import lamina.config.AttentionMask
import lamina.config.ConfigException
import lamina.config.Experiment
import lamina.config.LearnableMask
import lamina.config.MaskedAttention
import lamina.config.MomentRetrieval
import lamina.config.Names
import lamina.config.Numbers
import lamina.config.QdDetr
import lamina.config.Training
import lamina.config.Transformer
import kotlin.reflect.KFunction1
import kotlin.reflect.KFunction2

/**
 * One thing that a grid varies, made from a pair of references to a record's component and its
 * wither: typed, renamed with the record, and named after it, as in `mask.depth`.
 */
public class Axis<M : AttentionMask, V : Any> internal constructor(
    /** The full name, the column of a table. */
    public val name: String,
    private val read: (Experiment<M>) -> V?,
    private val write: (Experiment<M>, V) -> Experiment<M>,
) {
    /** The value that an experiment has on this axis. */
    public fun get(experiment: Experiment<M>): V? = read(experiment)

    /** The same experiment with another value. */
    public fun set(
        experiment: Experiment<M>,
        value: V,
    ): Experiment<M> = write(experiment, value)
}

/** The axes of a learnable mask. A grid over anything else cannot vary them. */
public class MaskAxes internal constructor() {
    public val placement: Axis<LearnableMask, lamina.config.MaskPlacement> =
        axis(LearnableMask::placement, LearnableMask::withPlacement)
    public val fusion: Axis<LearnableMask, lamina.config.MaskFusion> =
        axis(LearnableMask::fusion, LearnableMask::withFusion)
    public val depth: Axis<LearnableMask, Int> = axis(LearnableMask::depth, LearnableMask::withDepth)
    public val hidden: Axis<LearnableMask, Int> = axis(LearnableMask::hidden, LearnableMask::withHidden)
    public val parametrisation: Axis<LearnableMask, lamina.config.MaskParametrisation> =
        axis(LearnableMask::parametrisation, LearnableMask::withParametrisation)
    public val initialisation: Axis<LearnableMask, lamina.config.MaskInitialisation> =
        axis(LearnableMask::initialisation, LearnableMask::withInitialisation)
    public val length: Axis<LearnableMask, lamina.config.MaskLength> =
        axis(LearnableMask::length, LearnableMask::withLength)

    private fun <V : Any> axis(
        get: KFunction1<LearnableMask, V?>,
        set: KFunction2<LearnableMask, V, LearnableMask>,
    ) = Axis<LearnableMask, V>("mask.${get.name}", { get(it.mask()) }, { e, v -> e.with(set(e.mask(), v)) })
}

/** The axes of a detector under a learnable mask. */
public class DetectorAxes internal constructor() {
    /** Which attention of QD-DETR the mask acts on. */
    public val masked: Axis<LearnableMask, MaskedAttention> =
        Axis(
            "detector.masked",
            { qdDetr(it).masked() },
            { e, v -> e.withTask(task(e).withDetector(qdDetr(e).withMasked(v))) },
        )

    private fun task(experiment: Experiment<*>) =
        experiment.task() as? MomentRetrieval
            ?: throw ConfigException("axis detector.masked must vary a moment retrieval, got another task")

    private fun qdDetr(experiment: Experiment<*>) =
        task(experiment).detector() as? QdDetr
            ?: throw ConfigException("axis detector.masked must vary QD-DETR, got another detector")
}

/** The axes of the backbone, on every grid. */
public class BackboneAxes<M : AttentionMask> internal constructor() {
    public val layers: Axis<M, Int> = axis(Transformer::layers, Transformer::withLayers)
    public val heads: Axis<M, Int> = axis(Transformer::heads, Transformer::withHeads)
    public val dropout: Axis<M, Double> = axis(Transformer::dropout, Transformer::withDropout)
    public val dropPath: Axis<M, Double> = axis(Transformer::dropPath, Transformer::withDropPath)
    public val activation: Axis<M, lamina.config.Activation> =
        axis(Transformer::activation, Transformer::withActivation)
    public val normalisation: Axis<M, lamina.config.Normalisation> =
        axis(Transformer::normalisation, Transformer::withNormalisation)

    private fun <V : Any> axis(
        get: KFunction1<Transformer, V>,
        set: KFunction2<Transformer, V, Transformer>,
    ) = Axis<M, V>("backbone.${get.name}", { get(it.backbone()) }, { e, v -> e.withBackbone(set(e.backbone(), v)) })
}

/** The axes of the training, on every grid. */
public class TrainingAxes<M : AttentionMask> internal constructor() {
    public val epochs: Axis<M, Int> = axis(Training::epochs, Training::withEpochs)
    public val optimizer: Axis<M, lamina.config.Optimizer> = axis(Training::optimizer, Training::withOptimizer)

    private fun <V : Any> axis(
        get: KFunction1<Training, V>,
        set: KFunction2<Training, V, Training>,
    ) = Axis<M, V>("training.${get.name}", { get(it.training()) }, { e, v -> e.withTraining(set(e.training(), v)) })
}

/** The axes of a learnable mask: what a grid over one varies, and what a table or a picture is grouped by. */
public val mask: MaskAxes = MaskAxes()

/** The axes of a detector under a learnable mask. */
public val detector: DetectorAxes = DetectorAxes()

/** The axes of the backbone, for tables and pictures; a grid has its own. */
public val backbone: BackboneAxes<AttentionMask> = BackboneAxes()

/** The axes of the training, for tables and pictures; a grid has its own. */
public val training: TrainingAxes<AttentionMask> = TrainingAxes()

/** A value as tables show it. */
internal fun written(value: Any): String =
    when (value) {
        is Enum<*> -> Names.of(value)
        is Double -> Numbers.plain(value)
        else -> value.toString()
    }
