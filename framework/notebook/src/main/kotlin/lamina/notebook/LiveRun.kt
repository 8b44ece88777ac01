package lamina.notebook

import lamina.sweep.Progress
import lamina.sweep.SweepRun
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

private const val REFRESH_MILLIS = 400L
private const val MOST_LOSSES = 480

/**
 * A run that a cell watches. The kernel interrupts a cell by stopping its thread, wherever that is, so the cell's own
 * thread does nothing but wait: one thread runs, another one redraws.
 */
internal class LiveRun(
    name: String,
    private val preparation: Preparation,
    private val run: SweepRun,
) {
    private val watched = Watched(name)
    private val ended = CountDownLatch(1)

    @Volatile
    private var error: Throwable? = null

    /** Waits for the end of the run, shown in the cell; its error is thrown here. */
    fun watch() {
        val runner = thread(name = "sweep", block = ::execute)
        val painter = thread(name = "progress", block = ::paint)
        var isStopped = true
        try {
            runner.join()
            isStopped = false
        } finally {
            if (isStopped) {
                watched.stop()
                preparation.stop()
                run.stop()
                runner.join()
            }
            painter.join()
        }
        error?.let { throw it }
    }

    private fun execute() {
        try {
            preparation.run(watched::say)
            watched.end(run.run(watched))
        } catch (e: Throwable) {
            error = e
            watched.fail()
        } finally {
            ended.countDown()
        }
    }

    /** What cannot be shown stops nothing: the run's files are what counts. */
    private fun paint() {
        try {
            val display = LiveDisplay(watched.view())
            while (!ended.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS)) {
                display.update(watched.view())
            }
            display.update(watched.view())
        } catch (e: Exception) {
            System.err.println("progress cannot be shown: $e")
        }
    }
}

/** What a run has said so far. */
internal class Watched(
    private val name: String,
) : Progress.Listener {
    private val curves = mutableMapOf<Pair<String, Long>, LossCurve>()
    private var progress: Progress? = null
    private var said = "preparing"
    private var state = ProgressView.State.RUNNING

    @Synchronized
    fun say(line: String) {
        said = line
    }

    @Synchronized
    override fun changed(progress: Progress) {
        this.progress = progress
        curves.keys.retainAll(progress.running().map { it.variant() to it.seed() }.toSet())
        for (trial in progress.running().filterNot { it.loss().isNaN() }) {
            curves.getOrPut(trial.variant() to trial.seed()) { LossCurve() }.add(trial.share(), trial.loss())
        }
    }

    @Synchronized
    fun stop() {
        state = ProgressView.State.STOPPED
    }

    @Synchronized
    fun fail() {
        if (state == ProgressView.State.RUNNING) state = ProgressView.State.BROKEN
    }

    @Synchronized
    fun end(last: Progress) {
        progress = last
        if (state == ProgressView.State.RUNNING) state = ProgressView.State.ENDED
    }

    @Synchronized
    fun view(): ProgressView = ProgressView(name, state, said, progress, curves.mapValues { it.value.losses.toList() })
}

/** The losses of one trial, a value a step that was heard of; a long curve is thinned. */
internal class LossCurve {
    val losses: MutableList<Double> = mutableListOf()
    private var share = -1.0

    fun add(
        share: Double,
        loss: Double,
    ) {
        if (share == this.share) return
        this.share = share
        losses += loss
        if (losses.size > MOST_LOSSES) {
            val halves = losses.chunked(2) { it.average() }
            losses.clear()
            losses += halves
        }
    }
}
