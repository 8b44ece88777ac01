package lamina.script

import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import java.nio.file.Files
import java.nio.file.Path

private const val BASE = """
val base = experiment(
    task = classification(garmentsAndVoices()),
    encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
    backbone = transformer(layers = 1, heads = 1, width = 4),
    training = training(epochs = 1, batch = 8, optimizer = adamW(learningRate = 1e-3)),
)
"""

class ScriptsTest {
    @TempDir
    lateinit var temporary: Path

    data class Wrong(
        val what: String,
        val body: String,
        val why: String,
    ) {
        override fun toString() = what
    }

    companion object {
        private fun inSweep(line: String) = "sweep(\"s\") {\n seeds(0)\n $line\n}"

        @JvmStatic
        fun programsThatMustNotCompile() =
            listOf(
                Wrong(
                    "a mask axis on a baseline grid",
                    inSweep("grid(base) { vary(mask.depth) over listOf(2) }"),
                    "'Axis<LearnableMask, Int>', but 'Axis<in NoMask,",
                ),
                Wrong(
                    "a string for a depth",
                    inSweep("grid(base.with(learnableMask())) { vary(mask.depth) over listOf(\"2\") }"),
                    "mismatch",
                ),
                Wrong(
                    "a placement for a fusion",
                    inSweep("grid(base.with(learnableMask())) { vary(mask.fusion) over MaskPlacement.values() }"),
                    "mismatch",
                ),
                Wrong(
                    "a missing task",
                    "experiment(encoders = base.encoders(), backbone = base.backbone(), training = base.training())",
                    "No value passed for parameter 'task'",
                ),
                Wrong(
                    "data of another task",
                    "momentRetrieval(garmentsAndVoices(), qdDetr())",
                    "mismatch",
                ),
                Wrong(
                    "encoders of another task",
                    "experiment(momentRetrieval(garmentMoments(), qdDetr()), base.encoders(), base.backbone(), base.training())",
                    "experiment",
                ),
                Wrong(
                    "a place of the mask on a baseline grid",
                    inSweep("grid(base) { vary(detector.masked) over MaskedAttention.values() }"),
                    "'Axis<AttentionChange, MaskedAttention>', but 'Axis<in NoMask,",
                ),
                Wrong("controls of a baseline", inSweep("controls(base, shuffledMask())"), "mismatch"),
                Wrong(
                    "own data without their checksum",
                    "labelledFiles(classes = 2, imageSide = 40, sampleRate = 8000, audioMillis = 500)",
                    "No value passed for parameter 'checksum'",
                ),
                Wrong("data of another kind", "classification(melSpectrogram(bands = 32))", "mismatch"),
                Wrong(
                    "a grid inside a grid",
                    inSweep("grid(base.with(learnableMask())) { grid(base) { } }"),
                    "grid",
                ),
            )
    }

    @ParameterizedTest
    @MethodSource("programsThatMustNotCompile")
    fun `a wrong experiment does not compile`(wrong: Wrong) {
        val lines = BASE.lines().size
        assertThatThrownBy { load(BASE + wrong.body) }
            .isInstanceOf(ScriptException::class.java)
            .hasMessageContaining(wrong.why)
            .satisfies({ e ->
                val place = Regex("test\\.lamina\\.kts:(\\d+):\\d+: ").find(e.message!!)
                assertThat(place!!.groupValues[1].toInt()).isGreaterThanOrEqualTo(lines)
            })
    }

    @Test
    fun `a right experiment compiles, and its compiled form is used again`() {
        val text = BASE + "sweep(\"s\") {\n seeds(0..2)\n variant(base)\n}"
        val first = load(text)
        val compiled = Files.list(temporary.resolve("cache")).use { it.toList() }
        assertThat(compiled).hasSize(1)
        val stamp = Files.getLastModifiedTime(compiled[0])
        assertThat(load(text).trials()).isEqualTo(first.trials()).hasSize(3)
        assertThat(Files.getLastModifiedTime(compiled[0])).isEqualTo(stamp)
    }

    @Test
    fun `mechanisms by their classes, and any component as an axis`() {
        val sweep =
            load(
                BASE +
                    """
                    sweep("s") {
                        seeds(0)
                        variant(base)
                        variant(base.with(onLayers(mechanism<Alibi>(), LayerChoice.first())))
                        grid(base.with(mechanism<AdaptivelySparse>())) {
                            vary(mask(AdaptivelySparse::iterations)) over listOf(20, 30)
                            vary(axis(AdamW::learningRate)) over listOf(1e-3, 2e-3)
                        }
                    }
                    """.trimIndent(),
            )
        assertThat(sweep.trials()).hasSize(6)
    }

    @Test
    fun `a damaged compiled form is made anew`() {
        val text = BASE + "sweep(\"s\") {\n seeds(0..2)\n variant(base)\n}"
        val first = load(text)
        val compiled = Files.list(temporary.resolve("cache")).use { it.toList() }.single()
        val whole = Files.readAllBytes(compiled)
        for (length in listOf(0, whole.size / 2)) {
            Files.write(compiled, whole.copyOf(length))
            assertThat(load(text).trials()).isEqualTo(first.trials())
        }
    }

    @Test
    fun `a script that throws is pointed at by line`() {
        assertThatThrownBy {
            load(
                "$BASE\nsweep(\"s\") {\n seeds(0)\n variant(base.with(learnableMask(depth = 0)))\n}",
            )
        }.isInstanceOf(ScriptException::class.java)
            .hasMessageContaining("test.lamina.kts:11:2: mask.depth must be at least 1, got 0")
        assertThatThrownBy { load("error(\"no reason\")") }.hasMessageContaining("test.lamina.kts:1:1: no reason")
    }

    @Test
    fun `a script must end in a sweep`() {
        assertThatThrownBy { load(BASE) }.hasMessageContaining("the last expression must be a sweep")
    }

    @Test
    fun `a script must be there`() {
        val scripts = Scripts(temporary.resolve("cache"))
        assertThatThrownBy { scripts.load(temporary.resolve("none.lamina.kts")) }
            .hasMessageContaining("script must exist, got")
        assertThatThrownBy { scripts.load(temporary) }.hasMessageContaining("script must be named *.lamina.kts")
    }

    @Test
    fun `every experiment of the repository declares a sweep`() {
        val root = Path.of(System.getenv("LAMINA_ROOT") ?: "../..").resolve("experiments")
        val scripts = Files.list(root).use { it.filter { file -> "$file".endsWith(".lamina.kts") }.toList() }
        assertThat(scripts).hasSizeGreaterThanOrEqualTo(2)
        for (script in scripts) {
            val sweep = Scripts(temporary.resolve("cache")).load(script)
            assertThat(sweep.name()).isEqualTo(script.fileName.toString().removeSuffix(".lamina.kts"))
        }
    }

    private fun load(text: String) =
        Scripts(temporary.resolve("cache"))
            .load(Files.writeString(temporary.resolve("test.lamina.kts"), text))
}
