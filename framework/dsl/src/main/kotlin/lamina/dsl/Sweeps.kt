package lamina.dsl

import lamina.config.AttentionChange
import lamina.config.AttentionMask
import lamina.config.ConfigException
import lamina.config.Experiment
import lamina.config.OwnMask
import lamina.sweep.Sweep
import lamina.sweep.Variant

private const val BRIEF = 7

/** Keeps what belongs to a sweep out of a grid. */
@DslMarker
public annotation class SweepDsl

/** Declares an ablation; everything is expanded and checked here, before any work. */
public fun sweep(
    name: String,
    declare: SweepScope.() -> Unit,
): Sweep = SweepScope(name).apply(declare).build()

/** What can be said of a sweep: seeds, and a sum of variants and grids. */
@SweepDsl
public class SweepScope internal constructor(
    private val name: String,
) {
    private val seeds = mutableListOf<Long>()
    private val variants = mutableListOf<Variant>()
    private var group = ""

    /**
     * Rows that are compared with a baseline of their own, the first of them without a mask, e.g. at another size of the data; [name] goes
     * before their names.
     */
    public fun group(
        name: String,
        declare: SweepScope.() -> Unit,
    ) {
        if (name.isBlank()) throw ConfigException("group name must not be blank, got '$name'")
        if (group.isNotEmpty()) throw ConfigException("group '$name' must not be inside group '$group'")
        if (variants.any { it.group() == name }) throw ConfigException("group names must differ, got '$name' twice")
        val before = variants.size
        group = name
        declare()
        group = ""
        if (variants.size == before) throw ConfigException("group '$name' must have at least one variant, got 0")
    }

    /** Every variant is trained once a seed. */
    public fun seeds(range: IntRange) {
        range.mapTo(seeds) { it.toLong() }
    }

    /** Every variant is trained once a seed. */
    public fun seeds(vararg values: Int) {
        values.mapTo(seeds) { it.toLong() }
    }

    /** One row of the table. */
    public fun variant(
        experiment: Experiment<out AttentionMask>,
        name: String = experiment.mask().label(),
    ) {
        add(Variant(name, emptyMap(), experiment))
    }

    /** A row for every combination of the values that [vary] names; [name] goes before their names. */
    public fun <M : AttentionMask> grid(
        base: Experiment<M>,
        name: String? = null,
        vary: Grid<M>.() -> Unit,
    ) {
        Grid(base, name).apply(vary).expand().forEach(::add)
    }

    /** A row for every control: what [masked] is compared with beside the baseline. */
    public fun controls(
        masked: Experiment<out AttentionChange>,
        vararg controls: Control,
    ) {
        controls.forEach { add(Variant(it.name, emptyMap(), it.derive(masked))) }
    }

    private fun add(variant: Variant) {
        val name = listOf(group, variant.name()).filter { it.isNotEmpty() }.joinToString(", ")
        variants += Variant(name, group, variant.axes(), variant.experiment())
    }

    internal fun build() = Sweep(name, seeds, toldApart(variants))

    /** Rows of one name whose mechanisms have different sources are called by these too. */
    private fun toldApart(all: List<Variant>): List<Variant> {
        val sources = all.groupBy { it.name() }.mapValues { (_, same) -> same.map(::digests).distinct() }
        return all.map {
            if (sources.getValue(it.name()).size == 1) {
                it
            } else {
                Variant(it.name() + digests(it), it.group(), it.axes(), it.experiment())
            }
        }
    }

    private fun digests(variant: Variant): String =
        OwnMask.`in`(variant.experiment().mask()).joinToString("") { " (${it.source().take(BRIEF)})" }
}

/** The axes of one grid. */
@SweepDsl
public class Grid<M : AttentionMask> internal constructor(
    private val base: Experiment<M>,
    private val name: String?,
) {
    private val axes = mutableListOf<Pair<String, List<(Cell) -> Cell>>>()

    /** The axes of the backbone. */
    public val backbone: BackboneAxes = BackboneAxes()

    /** The axes of the training. */
    public val training: TrainingAxes = TrainingAxes()

    /** Varies an axis: say its values with [Varying.over]. */
    @Suppress("UNCHECKED_CAST")
    public fun <V : Any> vary(axis: Axis<in M, V>): Varying<V> = Varying(axis as Axis<M, V>)

    /** An axis that waits for its values. */
    public inner class Varying<V : Any> internal constructor(
        private val axis: Axis<M, V>,
    ) {
        /** The values, at least one, no two equal. */
        public infix fun over(values: Iterable<V>) {
            val list = values.toList()
            refuse(list.isEmpty(), "have at least one value, got none")
            refuse(list.toSet().size < list.size, "have different values, got $list")
            refuse(axes.any { it.first == axis.name }, "be varied once, got it twice")
            axes += axis.name to list.map { value -> { cell: Cell -> cell.with(axis, value) } }
        }

        /** The values, at least one, no two equal. */
        public infix fun over(values: Array<V>): Unit = over(values.toList())

        private fun refuse(
            wrong: Boolean,
            rule: String,
        ) {
            if (wrong) throw ConfigException("axis ${axis.name} must $rule")
        }
    }

    internal inner class Cell(
        val experiment: Experiment<M>,
        val values: Map<String, String>,
    ) {
        fun <V : Any> with(
            axis: Axis<M, V>,
            value: V,
        ) = Cell(axis.set(experiment, value), values + (axis.name to written(value)))

        fun variant(): Variant {
            val named = values.map { (axis, value) -> label(axis.substringAfterLast('.'), value) }
            val parts = listOfNotNull(name) + named
            return Variant(parts.joinToString(", ").ifEmpty { "grid" }, values, experiment)
        }

        private fun label(
            axis: String,
            value: String,
        ) = if (value.first().isLetter()) value else "$axis $value"
    }

    internal fun expand(): List<Variant> =
        axes
            .fold(listOf(Cell(base, emptyMap()))) { cells, (_, steps) ->
                cells.flatMap { cell -> steps.map { step -> step(cell) } }
            }.map { it.variant() }
}
