package lamina.script

import lamina.config.own.MechanismSource
import lamina.dsl.Declaring
import lamina.sweep.Sweep
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.script.experimental.api.EvaluationResult
import kotlin.script.experimental.api.ResultValue
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptDiagnostic
import kotlin.script.experimental.host.ScriptingHostConfiguration
import kotlin.script.experimental.host.toScriptSource
import kotlin.script.experimental.jvm.compilationCache
import kotlin.script.experimental.jvm.defaultJvmScriptingHostConfiguration
import kotlin.script.experimental.jvm.jvm
import kotlin.script.experimental.jvm.updateClasspath
import kotlin.script.experimental.jvmhost.BasicJvmScriptingHost
import kotlin.script.experimental.jvmhost.createJvmCompilationConfigurationFromTemplate

/** A script that cannot be used. The message has a line `file:line:column: why` for every error. */
public class ScriptException internal constructor(
    message: String,
    cause: Throwable? = null,
) : RuntimeException(message, cause)

/**
 * Loads experiment scripts. A script is code that runs with the user's rights: load only those you trust.
 *
 * @param cache the folder of compiled scripts
 */
public class Scripts(
    private val cache: Path,
) {
    /**
     * Compiles and evaluates a script, whose last expression is its sweep. Mechanisms that are named
     * as one of [sources] are of that source, whatever their files have become. Classes of [jars] are
     * the script's to use.
     *
     * @throws ScriptException where it does not compile, throws, or ends in something else
     */
    @JvmOverloads
    public fun load(
        script: Path,
        sources: List<MechanismSource> = emptyList(),
        jars: List<Path> = emptyList(),
    ): Sweep {
        refuseUnreadable(script)
        val source = script.toFile().toScriptSource()
        val files = jars.map { it.toAbsolutePath().toFile() }
        val configuration =
            createJvmCompilationConfigurationFromTemplate<ExperimentScript> {
                jvm {
                    updateClasspath(
                        classPath() + files,
                    )
                }
            }
        val host = hostConfiguration(files)
        val result =
            Declaring.within(script.toAbsolutePath().parent, sources) {
                BasicJvmScriptingHost(baseHostConfiguration = host).eval(source, configuration, null)
            }
        return sweepOf(result, script)
    }

    private fun refuseUnreadable(script: Path) {
        val reason =
            when {
                !script.fileName.toString().endsWith(EXTENSION) -> "script must be named *$EXTENSION, got $script"
                !Files.exists(script) -> "script must exist, got $script"
                !Files.isRegularFile(script) -> "script must be a file, got $script"
                else -> return
            }
        throw ScriptException(reason)
    }

    private fun hostConfiguration(jars: List<File>) =
        ScriptingHostConfiguration(defaultJvmScriptingHostConfiguration) {
            jvm { compilationCache(ScriptCache(cache, jars)) }
        }

    private fun sweepOf(
        result: ResultWithDiagnostics<EvaluationResult>,
        script: Path,
    ): Sweep {
        if (result is ResultWithDiagnostics.Failure) {
            throw ScriptException(errors(result.reports, script))
        }
        val value = (result as ResultWithDiagnostics.Success).value.returnValue
        if (value is ResultValue.Error) {
            throw ScriptException(thrown(value.error, script), value.error)
        }
        return (value as? ResultValue.Value)?.value as? Sweep
            ?: throw ScriptException("$script: the last expression must be a sweep(…) { … }")
    }

    private fun errors(
        reports: List<ScriptDiagnostic>,
        script: Path,
    ): String =
        reports
            .filter { it.severity >= ScriptDiagnostic.Severity.ERROR }
            .joinToString("\n") { report ->
                val at = report.location?.start
                val place = if (at == null) "$script" else "$script:${at.line}:${at.col}"
                "$place: ${report.message}"
            }

    /** Points at the deepest line of the script that the error went through, where its text begins. */
    private fun thrown(
        error: Throwable,
        script: Path,
    ): String {
        val why = error.message ?: error.javaClass.simpleName
        val line =
            error.stackTrace.firstOrNull { it.fileName == script.fileName.toString() }?.lineNumber
                ?: return "$script: $why"
        val column = Files.readAllLines(script)[line - 1].indexOfFirst { !it.isWhitespace() } + 1
        return "$script:$line:$column: $why"
    }

    private companion object {
        const val EXTENSION = ".lamina.kts"
    }
}
