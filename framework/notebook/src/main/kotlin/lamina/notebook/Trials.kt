package lamina.notebook

import lamina.config.ConfigException
import lamina.config.Trial
import lamina.config.border.ExampleSelection
import lamina.dsl.Axis
import lamina.results.attention.Inspection
import lamina.results.attention.TrialAttention
import lamina.results.plot.AttentionHistogram
import lamina.results.plot.EntropyByLayer
import lamina.results.plot.MaskDrift
import lamina.results.plot.MaskHeatmap
import lamina.results.plot.Picture
import lamina.sweep.Sweep
import lamina.sweep.Variant

private const val BATCH = 64

/** A trial of a sweep, to look inside once it is finished. The kernel never loads the model: a process of its own does. */
public class SweepTrial internal constructor(
    private val sweep: Sweep,
    private val variant: Variant,
    private val seed: Long,
) {
    private val name = "${variant.name()}, seed $seed"

    /**
     * Masks and attention of a test example, from 0: `attention(0).mask(layer = 1, example = 0)` is an array of rows.
     *
     * @throws ConfigException where the trial has no result, or there is no such example
     */
    public fun attention(example: Int): TrialAttention = look(Trial.of(variant.experiment(), seed), one(example))

    /** The mask of a layer, from 1, for a test example: queries down, keys across. */
    public fun mask(
        example: Int = 0,
        layer: Int = 1,
    ): Picture = heatmap(MaskHeatmap.Of.MASK, example, layer)

    /** The attention of a layer, averaged over its heads. */
    public fun heatmap(
        example: Int = 0,
        layer: Int = 1,
    ): Picture = heatmap(MaskHeatmap.Of.ATTENTION, example, layer)

    /** How attention weights are distributed in the first and the last layer, beside the baseline under the same seed. */
    public fun histogram(examples: Int = BATCH): Picture {
        val baseline = sweep.baseline(variant.group())
        if (variant == baseline) {
            throw ConfigException("variant must be another than the baseline, got '${variant.name()}'")
        }
        val with = look(Trial.of(variant.experiment(), seed), ExampleSelection.first(examples))
        val without = look(Trial.of(baseline.experiment(), seed), ExampleSelection.first(examples))
        val series =
            listOf(
                AttentionHistogram.Series(variant.name(), with),
                AttentionHistogram.Series(baseline.name(), without),
            )
        val title = "Attention weights, seed $seed, ${with.examples().size} ${with.split()} examples"
        return AttentionHistogram(title, series, AttentionHistogram.firstAndLast(with)).picture()
    }

    override fun toString(): String = "${sweep.name()}: $name"

    private fun heatmap(
        of: MaskHeatmap.Of,
        example: Int,
        layer: Int,
    ): Picture = MaskHeatmap(attention(example), name, of, layer, example).picture()

    private fun look(
        trial: Trial,
        examples: ExampleSelection,
    ) = Inspection(Workspace.home, Workspace.store).of(trial, examples)

    private fun one(example: Int): ExampleSelection {
        if (example < 0) throw ConfigException("example must be at least 0, got $example")
        return ExampleSelection.one(example)
    }
}

/**
 * The trial of a variant, by its name in the table.
 *
 * @param seed the sweep's first one unless given
 * @throws ConfigException for a variant or a seed that the sweep has not
 */
public fun Sweep.trial(
    variant: String,
    seed: Long? = null,
): SweepTrial {
    val sweep = Workspace.sized(this)
    val chosen = if (seed == null || sweep !== this) sweep.seeds().first() else seed
    if (chosen !in sweep.seeds()) throw ConfigException("seed must be one of ${sweep.seeds()}, got $chosen")
    return SweepTrial(sweep, sweep.variant(variant), chosen)
}

/** Entropy of attention by layer, mean and standard deviation over seeds, a line a variant or a value of [color]. */
public fun Sweep.entropy(color: Axis<*, *>? = null): Picture =
    EntropyByLayer.of(Workspace.sized(this), Workspace.store, color?.name).picture()

/** How far the masks of a variant are from their start after every epoch, a line a layer. */
public fun Sweep.drift(variant: String): Picture {
    val sweep = Workspace.sized(this)
    return MaskDrift.ofVariant(sweep, Workspace.store, sweep.variant(variant)).picture()
}

/** How far the masks of a layer are from their start after every epoch, a line a value of [color]. */
public fun Sweep.drift(
    color: Axis<*, *>,
    layer: Int = 1,
): Picture = MaskDrift.ofAxis(Workspace.sized(this), Workspace.store, color.name, layer).picture()
