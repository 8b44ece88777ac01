package lamina.script

import com.fasterxml.jackson.databind.JsonNode
import lamina.config.Json
import lamina.config.Trial
import lamina.sweep.Sweep
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path

/**
 * The identities of trials, as runs in stores have them: of all experiments and notebooks of the repository, of `golden/variants.lamina.kts`, and of the
 * trials whose bits `GoldenBitsTest` in `training` pins, `golden/trials.lamina.kts`. One that changes orphans what was trained before.
 *
 * `golden/ids.txt` has a line a row: script or group, variant, identity under the first seed. The current lines are written to
 * `target/golden/ids.txt`, and those of `training`'s `golden/trials.txt` to `target/golden/trials.txt`; `-Dlamina.golden.print` prints the former. They
 * are there to add lines from, never to change one.
 */
class GoldenIdsTest {
    @TempDir
    lateinit var temporary: Path

    private val root = Path.of(System.getenv("LAMINA_ROOT") ?: "../..")

    @Test
    fun `identities are what they were`() {
        val lines = (variants() + trials() + experiments() + notebooks()).sorted()
        write("ids.txt", lines)
        if (System.getProperty("lamina.golden.print") != null) lines.forEach(::println)
        val golden = resource("ids.txt")
        val differ =
            (golden - lines.toSet()).map { "no longer: $it" } + (lines - golden.toSet()).map { "not pinned: $it" }
        assertThat(differ).isEmpty()
        assertThat(lines).doesNotHaveDuplicates().hasSameSizeAs(golden)
    }

    private fun variants() = load("variants", resource("variants.lamina.kts")).let(::lines)

    private fun trials(): List<String> {
        val sweep = load("trials", resource("trials.lamina.kts"))
        val trials = sweep.variants().map { it.name() to Trial.of(it.experiment(), sweep.seeds()[0]) }
        write("trials.txt", trials.map { (name, trial) -> "$name\t${trial.id().hex()}\t${trial.toJson()}" })
        return lines(sweep, "trials")
    }

    private fun experiments(): List<String> {
        val folder = root.resolve("experiments")
        val files = Files.walk(folder).use { all -> all.filter { "$it".endsWith(".lamina.kts") }.toList() }
        return files.flatMap { lines(Scripts(temporary.resolve("cache")).load(it), "${root.relativize(it)}") }
    }

    /** But for the one whose data are made in a cell. */
    private fun notebooks(): List<String> {
        val files =
            Files.list(root.resolve("notebooks")).use { all ->
                all.filter { "$it".endsWith(".ipynb") }.toList()
            }
        return files.filter { !"$it".contains("bring-your-own-data") }.flatMap { file ->
            val cells = Json.parse(Files.readString(file)).get("cells").map(::source)
            val declared =
                cells
                    .filter {
                        Regex(
                            "(experiment|sweep|mechanism)\\(",
                        ).containsMatchIn(it)
                    }.flatMap { it.lines() }
            val name = declared.firstNotNullOf { Regex("val (\\w+) = sweep.*").matchEntire(it) }.groupValues[1]
            lines(
                load(name, declared.filter { !Regex("\\w+(\\.\\w+\\(\\))?").matches(it) } + name),
                "${root.relativize(file)}",
            )
        }
    }

    private fun source(cell: JsonNode) =
        cell.get("source").let {
            if (it.isArray) it.joinToString("") { line -> line.asText() } else it.asText()
        }

    private fun lines(
        sweep: Sweep,
        script: String? = null,
    ) = sweep.variants().zip(sweep.ids()).map { (variant, id) ->
        val group = script ?: variant.group()
        "$group\t${if (script == null) variant.name().removePrefix("$group, ") else variant.name()}\t${id.hex()}"
    }

    private fun load(
        name: String,
        lines: List<String>,
    ) = Scripts(temporary.resolve("cache")).load(Files.write(temporary.resolve("$name.lamina.kts"), lines))

    private fun resource(name: String) =
        javaClass.getResource("/golden/$name")!!.readText().lines().filter {
            it.isNotEmpty()
        }

    private fun write(
        name: String,
        lines: List<String>,
    ) {
        Files.write(Files.createDirectories(Path.of("target/golden")).resolve(name), lines)
    }
}
