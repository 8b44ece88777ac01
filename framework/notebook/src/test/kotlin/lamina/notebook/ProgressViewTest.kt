package lamina.notebook

import lamina.notebook.ProgressView.State
import lamina.sweep.Progress
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import java.time.Duration
import java.util.Random

class ProgressViewTest {
    private val running = listOf(Progress.InFlight("add <depth 2>", 1, 0.5, 0.75))
    private val failures = listOf(Progress.Failure("multiply", 0, "diverged: loss is NaN at epoch 2, step 7"))
    private val progress = Progress(10, 1, 4, failures, running, Duration.ofSeconds(30))
    private val losses = mapOf(("add <depth 2>" to 1L) to listOf(3.0, 2.0, 1.0, 0.75))

    private fun view(state: State) = ProgressView("mine", state, "preparing", progress, losses)

    @Test
    fun `a running sweep shows counts, its trials with their loss curve, and why trials failed`() {
        assertThat(view(State.RUNNING).text().lines()).containsExactly(
            "mine: 4 of 10 trials done (1 before), 1 running, 1 failed, loss 0.750, 38 s left",
            "  add <depth 2>, seed 1  50 %  loss █▄▁▁ 0.750",
            "  failed: multiply, seed 0: diverged: loss is NaN at epoch 2, step 7",
        )
    }

    @Test
    fun `its HTML says the same, escaped, and has a bar with values for screen readers`() {
        val html = view(State.RUNNING).html()
        assertThat(html)
            .contains("add &lt;depth 2&gt;, seed 1", "█▄▁▁ 0.750", "failed: multiply, seed 0: diverged")
            .contains("role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\"10\" aria-valuenow=\"4\"")
            .contains("width:40.00%", "width:5.00%", "width:10.00%")
            .doesNotContain("<depth")
    }

    @Test
    fun `a stopped sweep says how to go on`() {
        assertThat(view(State.STOPPED).text())
            .startsWith(
                "mine: 4 of 10 trials done, 1 failed; stopped; nothing that finished is lost, run the cell again",
            )
        assertThat(view(State.STOPPED).html()).doesNotContain("add &lt;depth 2&gt;, seed 1")
        assertThat(view(State.STOPPED).text()).doesNotContain("add <depth 2>, seed 1")
    }

    @Test
    fun `before the first trial it shows what is prepared`() {
        val view = ProgressView("mine", State.RUNNING, "fetching prompts", null, emptyMap())
        assertThat(view.text()).isEqualTo("mine: fetching prompts")
    }

    @Test
    fun `of many failures ten are named and the rest are counted`() {
        val many = (1L..12L).map { Progress.Failure("v", it, "crashed") }
        val view = view(State.ENDED).copy(progress = Progress(12, 0, 0, many, emptyList(), Duration.ZERO))
        assertThat(view.text()).contains("v, seed 10: crashed", "and 2 more").doesNotContain("seed 11")
    }

    @Test
    fun `a sparkline falls where its curve falls, whatever its length and offset`() {
        val random = Random(3)
        repeat(50) {
            val count = 1 + random.nextInt(200)
            val falling = List(count) { i -> random.nextDouble() * 0.001 - i }
            val line = sparkline(falling)
            assertThat(line).hasSize(minOf(24, count))
            assertThat(line.toList()).isSortedAccordingTo(Comparator.reverseOrder())
            if (count > 1) assertThat("" + line.first() + line.last()).isEqualTo("█▁")
        }
    }

    @Test
    fun `a curve takes a value a step, whatever other trials say meanwhile, and long ones are thinned`() {
        val curve = LossCurve()
        repeat(3) { curve.add(0.1, 2.0) }
        curve.add(0.2, 1.0)
        assertThat(curve.losses).containsExactly(2.0, 1.0)
        repeat(5000) { curve.add(0.2 + it / 10000.0, 1.0 - it / 10000.0) }
        assertThat(curve.losses).hasSizeLessThanOrEqualTo(480).isSortedAccordingTo(Comparator.reverseOrder())
    }

    @Test
    fun `a sparkline passes over what is no number`() {
        assertThat(sparkline(listOf(Double.NaN, Double.POSITIVE_INFINITY))).isEmpty()
        assertThat(sparkline(listOf(1.0, Double.NaN, 0.0))).isEqualTo("█▁")
        assertThat(sparkline(listOf(2.0, 2.0))).isEqualTo("▁▁")
    }
}
