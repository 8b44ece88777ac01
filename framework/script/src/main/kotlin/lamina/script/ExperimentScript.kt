package lamina.script

import java.io.File
import kotlin.script.experimental.annotations.KotlinScript
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.compilerOptions
import kotlin.script.experimental.api.defaultImports
import kotlin.script.experimental.jvm.jvm
import kotlin.script.experimental.jvm.updateClasspath

/** A `*.lamina.kts` file: the DSL and the configuration's names need no imports. */
@KotlinScript(fileExtension = "lamina.kts", compilationConfiguration = ExperimentScriptConfiguration::class)
public abstract class ExperimentScript

internal object ExperimentScriptConfiguration : ScriptCompilationConfiguration({
    defaultImports("lamina.dsl.*", "lamina.config.*", "lamina.mask.*", "lamina.zoo.*")
    compilerOptions("-jvm-target", "17") // as the DSL's, whose inline functions it cannot use otherwise
    jvm { updateClasspath(classPath()) }
}) {
    private fun readResolve(): Any = ExperimentScriptConfiguration
}

/** What scripts are compiled against: all that this process runs on. */
internal fun classPath(): List<File> =
    System
        .getProperty("java.class.path")
        .split(File.pathSeparator)
        .filter { it.isNotEmpty() }
        .map { File(it).absoluteFile }
