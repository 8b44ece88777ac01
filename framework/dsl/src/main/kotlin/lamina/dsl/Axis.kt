package lamina.dsl

import lamina.config.AttentionChange
import lamina.config.AttentionMask
import lamina.config.Component
import lamina.config.Experiment
import lamina.config.MaskedAttention
import lamina.config.Names
import lamina.config.Numbers
import lamina.config.QdDetr
import lamina.config.Training
import lamina.config.Transformer
import lamina.mask.LearnableMask
import kotlin.reflect.KFunction1

/**
 * One thing that a grid varies, made by [axis] from a reference to a record's component: typed, renamed with the record, and named after
 * where it stands, as in `mask.depth`. [M] is the kind of mask that an experiment must have to have it.
 */
public class Axis<M : AttentionMask, V : Any>
    @PublishedApi
    internal constructor(
        /** The full name, the column of a table. */
        public val name: String,
        private val read: (Experiment<*>) -> Any?,
        private val write: (Experiment<*>, Any) -> Experiment<*>,
    ) {
        @PublishedApi
        internal constructor(component: Component, name: String = component.path()) :
            this(name, { component.get(it, name) }, { experiment, value -> component.set(experiment, value, name) })

        /** The value that an experiment has on this axis. */
        @Suppress("UNCHECKED_CAST")
        public fun get(experiment: Experiment<out M>): V? = read(experiment) as V?

        /** The same experiment with another value. */
        @Suppress("UNCHECKED_CAST")
        public fun <N : M> set(
            experiment: Experiment<N>,
            value: V,
        ): Experiment<N> = write(experiment, value) as Experiment<N>
    }

/** The axis of a component of any record of an experiment, for any grid: `axis(AdamW::learningRate)`. Those of masks are at [mask]. */
public inline fun <reified R : Record, V : Any> axis(component: KFunction1<R, V?>): Axis<AttentionMask, V> =
    Axis(Component(R::class.java, component.name))

/** The axes of masks: those of a learnable mask by their names. A grid over anything else cannot vary them. */
public class MaskAxes internal constructor() {
    /** The axis of a component of any kind of mask, for grids over that kind: `mask(CogAttention::keepEnds)`. */
    public inline operator fun <reified M, V : Any> invoke(
        component: KFunction1<M, V?>,
    ): Axis<M, V> where M : AttentionMask, M : Record = Axis(Component(M::class.java, component.name))

    public val placement: Axis<LearnableMask, lamina.mask.MaskPlacement> = invoke(LearnableMask::placement)
    public val fusion: Axis<LearnableMask, lamina.mask.MaskFusion> = invoke(LearnableMask::fusion)
    public val depth: Axis<LearnableMask, Int> = invoke(LearnableMask::depth)
    public val hidden: Axis<LearnableMask, Int> = invoke(LearnableMask::hidden)
    public val parametrisation: Axis<LearnableMask, lamina.mask.MaskParametrisation> =
        invoke(LearnableMask::parametrisation)
    public val initialisation: Axis<LearnableMask, lamina.mask.MaskInitialisation> =
        invoke(LearnableMask::initialisation)
    public val length: Axis<LearnableMask, lamina.mask.MaskLength> = invoke(LearnableMask::length)
}

/** The axes of a detector under a mask. */
public class DetectorAxes internal constructor() {
    /** Which attention of QD-DETR the mask acts on. */
    public val masked: Axis<AttentionChange, MaskedAttention> =
        Axis(Component(QdDetr::class.java, "masked"), "detector.masked")
}

/** The axes of the backbone, on every grid. */
public class BackboneAxes internal constructor() {
    public val layers: Axis<AttentionMask, Int> = axis(Transformer::layers)
    public val heads: Axis<AttentionMask, Int> = axis(Transformer::heads)
    public val dropout: Axis<AttentionMask, Double> = axis(Transformer::dropout)
    public val dropPath: Axis<AttentionMask, Double> = axis(Transformer::dropPath)
    public val activation: Axis<AttentionMask, lamina.config.Activation> = axis(Transformer::activation)
    public val normalisation: Axis<AttentionMask, lamina.config.Normalisation> = axis(Transformer::normalisation)
}

/** The axes of the training, on every grid. */
public class TrainingAxes internal constructor() {
    public val epochs: Axis<AttentionMask, Int> = axis(Training::epochs)
    public val optimizer: Axis<AttentionMask, lamina.config.Optimizer> = axis(Training::optimizer)
}

/** The axes of a learnable mask: what a grid over one varies, and what a table or a picture is grouped by. */
public val mask: MaskAxes = MaskAxes()

/** The axes of a detector. */
public val detector: DetectorAxes = DetectorAxes()

/** The axes of the backbone. */
public val backbone: BackboneAxes = BackboneAxes()

/** The axes of the training. */
public val training: TrainingAxes = TrainingAxes()

/** A value as tables show it. */
internal fun written(value: Any): String =
    when (value) {
        is Enum<*> -> Names.of(value)
        is Double -> Numbers.plain(value)
        else -> value.toString()
    }
