package lamina.script

import lamina.config.OwnMask
import lamina.sweep.Sweep
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

/** The script of docs/mechanisms.md, beside copies of its mechanisms. */
class OwnMechanismScriptTest {
    @TempDir
    lateinit var temporary: Path

    private val original = Path.of(System.getenv("LAMINA_ROOT") ?: "../..").resolve("experiments/own-mechanism")

    @BeforeEach
    fun copy() {
        Files.list(original).use { all -> all.forEach { Files.copy(it, temporary.resolve(it.fileName)) } }
    }

    private fun load(): Sweep = Scripts(temporary.resolve("cache")).load(temporary.resolve("own.lamina.kts"))

    private fun ids(sweep: Sweep) =
        sweep
            .variants()
            .map { it.name() }
            .zip(sweep.ids())
            .toMap()

    private fun change(
        file: String,
        change: (String) -> String,
    ) = temporary.resolve(file).let { Files.writeString(it, change(Files.readString(it))) }

    @Test
    fun `the script declares a row a value`() {
        val sweep = load()
        val masks = sweep.variants().associate { it.name() to it.experiment().mask() }
        assertThat(masks.keys).containsExactly(
            "no mask",
            "slope 0.05",
            "slope 0.1",
            "slope 0.2",
            "sigmoid",
            "sigmoid, fixed offset",
            "2 registers",
            "4 registers",
            "8 registers",
        )
        assertThat(sweep.trials()).hasSize(masks.size * 5)
        assertThat(masks["slope 0.05"]).isEqualTo(own("DistanceBias.java", "distance-bias", "slope" to 0.05))
        assertThat(masks["sigmoid"]).isEqualTo(own("SigmoidWeights.java", "sigmoid-weights", "offset" to "learned"))
        assertThat(masks["8 registers"]).isEqualTo(own("Registers.java", "registers", "count" to 8))
    }

    private fun own(
        file: String,
        kind: String,
        component: Pair<String, Any>,
    ): OwnMask {
        val digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(original.resolve(file)))
        return OwnMask(kind, sortedMapOf(component), digest.joinToString("") { "%02x".format(it) })
    }

    @Test
    fun `a changed source is another row, and no other row changes`() {
        val before = ids(load())
        change("Registers.java") { it.replace("normal(0.02)", "normal(0.01)") }
        val after = ids(load())
        assertThat(before.keys.filter { before[it] != after[it] })
            .containsExactly("2 registers", "4 registers", "8 registers")
    }

    @Test
    fun `line ends change nothing`() {
        val before = ids(load())
        change("DistanceBias.java") { it.replace("\n", "\r\n") }
        assertThat(ids(load())).isEqualTo(before)
    }
}
