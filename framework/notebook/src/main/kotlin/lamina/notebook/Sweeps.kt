package lamina.notebook

import lamina.config.border.ExampleSelection
import lamina.dsl.Axis
import lamina.results.RawTable
import lamina.results.SweepTable
import lamina.results.TableColumn
import lamina.results.TrialTable
import lamina.results.plot.AblationPlot
import lamina.results.plot.LearningCurves
import lamina.results.plot.Picture
import lamina.results.samples.Samples
import lamina.sweep.Slots
import lamina.sweep.Sweep
import lamina.sweep.SweepRun
import lamina.sweep.SweepStatus
import tech.tablesaw.api.Table
import java.time.Duration

/**
 * Trains every trial that has no result yet, in worker processes, and shows in the cell how far it is. Interrupting the
 * cell stops the workers; nothing that finished is lost, and running the cell again goes on.
 *
 * @param devices `cpu`, or GPUs as in `gpu:0,gpu:1`, one trial each
 * @param workers trials at a time on the CPU; its cores unless given, four at most
 * @param timeout longest time of one trial
 * @return the sweep itself
 * @throws lamina.config.ConfigException where data are missing
 * @throws lamina.sweep.RunException where the store cannot be used or no worker starts
 */
public fun Sweep.run(
    devices: String = "cpu",
    workers: Int? = null,
    timeout: Duration? = null,
    retryFailed: Boolean = false,
): Sweep {
    val sweep = Workspace.sized(this)
    val slots = Slots.of(devices, workers)
    val options = SweepRun.Options(timeout, retryFailed)
    val run = SweepRun(sweep, Workspace.store, Workspace.home.workers(), slots, options)
    LiveRun(sweep.name(), Preparation(sweep), run).watch()
    return this
}

/** How many trials are done, failed, running and pending, and why those that failed did. */
public fun Sweep.status(): SweepStatus = SweepStatus.of(Workspace.sized(this), Workspace.store)

/** A row a trial, its metrics as columns, in Tablesaw. */
public fun Sweep.results(): Table = TrialTable.of(Workspace.sized(this), Workspace.store)

/**
 * Mean ± standard deviation of a metric over seeds, a row a variant, compared with the baseline.
 *
 * @param metric as in `test/accuracy`; the task's main metric unless given
 * @param by one row for each combination of these axes, as in `by = listOf(mask.placement)`
 * @param columns what is shown beside the name, as in `columns = TableColumn.COMPARISON`
 * @throws lamina.config.ConfigException for a metric or an axis that is not there
 */
public fun Sweep.table(
    metric: String? = null,
    by: List<Axis<*, *>> = emptyList(),
    columns: List<TableColumn> = TableColumn.USUAL,
): SweepTable {
    val sweep = Workspace.sized(this)
    val shown = metric ?: SweepTable.mainMetric(sweep)
    val table =
        if (by.isEmpty()) {
            SweepTable.of(sweep, Workspace.store, shown)
        } else {
            SweepTable.by(sweep, Workspace.store, shown, by.map { it.name })
        }
    return table.showing(columns)
}

/** The table in Tablesaw: raw numbers in full precision, a column a number. */
public fun SweepTable.tablesaw(): Table = RawTable.of(this)

/** The table with differences to the variant [to]. */
public fun Sweep.compare(
    to: String,
    metric: String? = null,
    columns: List<TableColumn> = TableColumn.COMPARISON,
): SweepTable {
    val sweep = Workspace.sized(this)
    return SweepTable.of(sweep, Workspace.store, metric ?: SweepTable.mainMetric(sweep), to).showing(columns)
}

/**
 * The metric along an axis, mean and standard deviation over seeds: `plot(x = mask.depth, color = mask.fusion)`. Variants
 * that differ on other axes are pooled: each seed's mean over them.
 *
 * @throws lamina.config.ConfigException for a metric or an axis that is not there
 */
public fun Sweep.plot(
    metric: String? = null,
    x: Axis<*, *>,
    color: Axis<*, *>? = null,
    facet: Axis<*, *>? = null,
): Picture {
    val sweep = Workspace.sized(this)
    val shown = metric ?: SweepTable.mainMetric(sweep)
    return AblationPlot.of(sweep, Workspace.store, shown, x.name, color?.name, facet?.name).picture()
}

/**
 * A metric after every epoch, mean and standard deviation over seeds, a line a variant or a value of [color].
 *
 * @param metric as in `accuracy` (on validation) or `training/loss`; the task's main metric unless given
 */
public fun Sweep.curves(
    metric: String? = null,
    color: Axis<*, *>? = null,
): Picture {
    val sweep = Workspace.sized(this)
    val shown =
        metric ?: sweep
            .baseline()
            .experiment()
            .task()
            .mainMetric()
    return LearningCurves.of(sweep, Workspace.store, shown, color?.name).picture()
}

/**
 * What the variants of a captioning sweep say of some test videos, beside the references.
 *
 * @param examples test videos, as in `0-5,17`, from 0; six, evenly spread, unless given
 * @param seed the sweep's first one unless given
 * @param variants by their names in the table; all unless given
 * @throws lamina.config.ConfigException for another task, or what is not there
 */
public fun Sweep.samples(
    examples: String? = null,
    seed: Long? = null,
    variants: List<String> = emptyList(),
): Samples {
    val sweep = Workspace.sized(this)
    val chosen = seed.takeIf { sweep === this }
    return Samples.of(sweep, Workspace.store, Samples.Choice(chosen, variants, examples?.let(::ExampleSelection)))
}
