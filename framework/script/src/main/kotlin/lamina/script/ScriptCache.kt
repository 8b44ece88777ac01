package lamina.script

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.security.MessageDigest
import java.util.zip.ZipFile
import kotlin.script.experimental.api.CompiledScript
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.SourceCode
import kotlin.script.experimental.jvm.CompiledJvmScriptsCache
import kotlin.script.experimental.jvmhost.CompiledScriptJarsCache

/** Compiled scripts as jars in a folder: whole or not there, whatever killed their writer. */
internal class ScriptCache(
    private val folder: Path,
    private val jars: List<File>,
) : CompiledJvmScriptsCache {
    init {
        Files.createDirectories(folder)
    }

    override fun get(
        script: SourceCode,
        scriptCompilationConfiguration: ScriptCompilationConfiguration,
    ): CompiledScript? {
        val jar = jar(script).toFile()
        return if (isWhole(jar)) {
            CompiledScriptJarsCache {
                _,
                _,
                ->
                jar
            }.get(script, scriptCompilationConfiguration)
        } else {
            null
        }
    }

    override fun store(
        compiledScript: CompiledScript,
        script: SourceCode,
        scriptCompilationConfiguration: ScriptCompilationConfiguration,
    ) {
        val temporary = Files.createTempFile(folder, "compiled-", ".tmp")
        CompiledScriptJarsCache {
            _,
            _,
            ->
            temporary.toFile()
        }.store(compiledScript, script, scriptCompilationConfiguration)
        Files.move(temporary, jar(script), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
    }

    /** A jar's directory stands at its end, so a truncated one cannot be opened. */
    private fun isWhole(jar: File): Boolean =
        try {
            ZipFile(jar).use { it.size() > 0 }
        } catch (missingOrDamaged: IOException) {
            false
        }

    /** Named by the script's text and what it was compiled against: another jar is another name. */
    private fun jar(script: SourceCode): Path {
        val digest = MessageDigest.getInstance("SHA-256")
        digest.update(script.text.toByteArray())
        digest.update(script.locationId.orEmpty().toByteArray())
        for (file in (classPath() + jars).flatMap(::files)) {
            digest.update("${file.path} ${file.length()} ${file.lastModified()}\n".toByteArray())
        }
        return folder.resolve(digest.digest().joinToString("") { "%02x".format(it) } + ".jar")
    }

    private fun files(entry: File): List<File> =
        entry
            .walkTopDown()
            .filter(File::isFile)
            .sorted()
            .toList()
}
