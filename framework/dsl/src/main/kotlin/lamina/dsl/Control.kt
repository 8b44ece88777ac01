package lamina.dsl

import lamina.config.AttentionChange
import lamina.config.AttentionMask
import lamina.config.Captioning
import lamina.config.ConfigException
import lamina.config.Experiment
import lamina.config.LanguageModel
import lamina.config.Task
import lamina.config.cost.LanguageSize
import lamina.cost.Controls
import lamina.cost.EqualFlops
import lamina.mask.FrozenMask
import lamina.mask.ShuffledMask

/** An experiment that is derived from one with a mask, to tell what the mask itself does. */
public class Control internal constructor(
    /** The name of its row. */
    public val name: String,
    internal val derive: (Experiment<out AttentionChange>) -> Experiment<out AttentionMask>,
)

/** No mask, and as many parameters in linear layers behind each attention; the paper says nothing of a [residual]. */
public fun equalParameters(residual: Boolean = false): Control =
    Control(if (residual) "linear layers with residual" else "linear layers") { Controls.equalParameters(it, residual) }

/** No mask, and as many parameters in more encoder layers. */
public fun stackedLayers(): Control = Control("stacked layers") { Controls.stackedLayers(it) }

/**
 * No mask, and about as many FLOPs of a forward pass in a wider backbone. SwinBERT scores every word of its
 * [vocabulary], special tokens included, which its data tell and not its configuration: say how many there are.
 */
public fun equalFlops(vocabulary: Int? = null): Control =
    Control("wider") { EqualFlops.of(it, languageSize(it.task(), vocabulary)) }

private fun languageSize(
    task: Task,
    vocabulary: Int?,
): LanguageSize =
    if (task is Captioning) {
        task.captioner().fold({ LanguageSize.words(given(vocabulary)) }, { languageSize(it.decoder()) })
    } else {
        LanguageSize.NONE
    }

/** A frozen decoder's words cost the same beside any backbone, and so are left out. */
private fun languageSize(decoder: LanguageModel): LanguageSize =
    decoder.fold(
        { LanguageSize.of(it, 0) },
        { throw ConfigException("task.captioner.decoder must be a frozenDecoder for equalFlops, got ${it.name()}") },
    )

private fun given(vocabulary: Int?): Int =
    vocabulary ?: throw ConfigException("equalFlops.vocabulary must be given for SwinBERT, got none")

/** The same mask, trained, but every example has that of another one of its batch. */
public fun shuffledMask(): Control = Control("shuffled mask") { it.with(ShuffledMask(it.mask())) }

/** The same mask at its random start, never trained. */
public fun frozenMask(): Control = Control("frozen mask") { it.with(FrozenMask(it.mask())) }
