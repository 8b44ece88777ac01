package lamina.notebook

import lamina.sweep.Progress
import lamina.sweep.SweepRun
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

private const val REFRESH_MILLIS = 400L

/**
 * A run that a cell watches. The kernel interrupts a cell by stopping its thread, wherever that is, so the cell's own
 * thread does nothing but wait: one thread runs, another one redraws.
 */
internal class LiveRun(
    private val name: String,
    private val runOf: () -> SweepRun,
) {
    private val watched = Watched(name)
    private val ended = CountDownLatch(1)

    @Volatile
    private var run: SweepRun? = null

    @Volatile
    private var error: Throwable? = null

    /** Waits for the end of the run, shown in the cell; its error is thrown here. */
    fun watch(prepare: (progress: (String) -> Unit) -> Unit) {
        val runner = thread(name = "sweep $name") { execute(prepare) }
        val painter = thread(name = "progress of $name") { paint() }
        try {
            painter.join()
        } finally {
            stopAndWait(runner, painter)
        }
        error?.let { throw it }
    }

    private fun execute(prepare: (progress: (String) -> Unit) -> Unit) {
        try {
            prepare(watched::say)
            runOf().let {
                run = it
                if (!watched.isStopped) watched.end(it.run(watched))
            }
        } catch (e: Throwable) {
            error = e
            watched.fail()
        } finally {
            ended.countDown()
        }
    }

    private fun paint() {
        val display = LiveDisplay(watched.view())
        while (!ended.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS)) {
            display.update(watched.view())
        }
        display.update(watched.view())
    }

    private fun stopAndWait(
        runner: Thread,
        painter: Thread,
    ) {
        if (ended.count > 0) {
            watched.stop()
            runner.interrupt()
            run?.stop()
            runner.join()
            painter.join()
            error = null
        }
    }
}

/** What a run has said so far. */
internal class Watched(
    private val name: String,
) : Progress.Listener {
    private val losses = mutableMapOf<Pair<String, Long>, MutableList<Double>>()
    private var progress: Progress? = null
    private var said = "preparing"
    private var state = ProgressView.State.RUNNING

    val isStopped: Boolean
        @Synchronized get() = state == ProgressView.State.STOPPED

    @Synchronized
    fun say(line: String) {
        said = line
    }

    @Synchronized
    override fun changed(progress: Progress) {
        this.progress = progress
        val running = progress.running().filterNot { it.loss().isNaN() }
        running.forEach { losses.getOrPut(it.variant() to it.seed()) { mutableListOf() }.add(it.loss()) }
        losses.keys.retainAll(progress.running().map { it.variant() to it.seed() }.toSet())
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
    fun view(): ProgressView = ProgressView(name, state, said, progress, losses.mapValues { it.value.toList() })
}
