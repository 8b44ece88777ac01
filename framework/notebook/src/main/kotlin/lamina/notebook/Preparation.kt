package lamina.notebook

import lamina.config.Trial
import lamina.sweep.RunException
import lamina.sweep.Sweep
import java.util.concurrent.CompletableFuture

/** Brings the data of a sweep to this machine, in a process of its own: a kernel must not load what decodes them. */
internal fun prepare(
    sweep: Sweep,
    progress: (String) -> Unit,
) {
    val launcher = Workspace.home.java("lamina.data.task.PrepareData", emptyList())
    val process = ProcessBuilder(launcher.command()).start()
    try {
        val errors = CompletableFuture.supplyAsync { process.errorStream.reader().readText() }
        process.outputStream.writer().use { writer ->
            sweep.variants().forEach { writer.write(Trial.of(it.experiment(), sweep.seeds().first()).toJson() + "\n") }
        }
        process.inputStream.reader().forEachLine(progress)
        if (process.waitFor() != 0) throw RunException(errors.join().trim())
    } finally {
        process.destroy()
    }
}
