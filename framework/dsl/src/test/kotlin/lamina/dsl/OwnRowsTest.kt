package lamina.dsl

import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Rows of a mechanism whose source has changed, beside those of the old one. */
class OwnRowsTest {
    private val text = "public record Probe(@Default(\"0.1\") double slope) {}\n"
    private val old = mechanism("Probe.java", text)
    private val changed = mechanism("Probe.java", "// better\n$text")
    private val base =
        experiment(
            task = classification(garmentsAndVoices()),
            encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 16)),
            backbone = transformer(layers = 2, heads = 2, width = 16),
            training = training(epochs = 1, batch = 64, optimizer = adamW(learningRate = 2e-3)),
        )

    @Test
    fun `rows of one source have no digest`() {
        assertThat(names { variant(base.with(old())) }).containsExactly("probe")
    }

    @Test
    fun `rows of two sources are told apart by their digests`() {
        val names =
            names {
                variant(base)
                variant(base.with(old()))
                variant(base.with(changed()))
                variant(base.with(changed("slope" to 0.5)), "steep")
            }
        assertThat(names).containsExactly(
            "no mask",
            "probe (${old.source.digest().take(7)})",
            "probe (${changed.source.digest().take(7)})",
            "steep",
        )
    }

    @Test
    fun `a control of one is declared where nobody can load it`() {
        val names = names { controls(base.with(old()), frozenMask(), shuffledMask()) }
        assertThat(names).containsExactly("frozen mask", "shuffled mask")
    }

    private fun names(declare: SweepScope.() -> Unit): List<String> =
        sweep("rows") {
            seeds(0)
            declare()
        }.variants().map { it.name() }
}
