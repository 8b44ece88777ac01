package lamina.notebook

import lamina.config.ConfigException
import lamina.sweep.RunException
import java.util.concurrent.CompletableFuture

private const val BAD_INPUT = 2

/**
 * Runs a part of Lamina that a kernel must not load, and returns the last line that it prints.
 *
 * @param input its standard input
 * @param progress is told every line that it prints
 */
internal fun runOutside(
    mainClass: String,
    arguments: List<String> = emptyList(),
    input: String = "",
    progress: (String) -> Unit = {},
): String {
    val process = ProcessBuilder(Workspace.home.java(mainClass, arguments).command()).start()
    try {
        val errors =
            CompletableFuture.supplyAsync {
                process.errorStream
                    .reader()
                    .readText()
                    .trim()
            }
        process.outputStream.writer().use { it.write(input) }
        var last = ""
        process.inputStream.reader().forEachLine {
            last = it
            progress(it)
        }
        when (process.waitFor()) {
            0 -> return last
            BAD_INPUT -> throw ConfigException(errors.join().removePrefix("error: "))
            else -> throw RunException("$mainClass broke off: ${errors.join()}")
        }
    } finally {
        process.destroyForcibly()
    }
}
