package lamina.notebook

import lamina.sweep.Progress
import java.util.Locale

private const val BARS = "▁▂▃▄▅▆▇█"
private const val SPARKS = 24
private const val BAR_STYLE =
    "height:0.6em;margin:0.3em 0;background:rgba(128,128,128,0.25);line-height:0;white-space:nowrap"
private const val MOST_FAILURES = 10

/** A run at one moment, as a cell shows it. */
internal data class ProgressView(
    val name: String,
    val state: State,
    val said: String,
    val progress: Progress?,
    val losses: Map<Pair<String, Long>, List<Double>>,
) {
    enum class State(
        val words: String,
    ) {
        RUNNING("running"),
        ENDED("finished"),
        STOPPED("stopped; nothing that finished is lost, run the cell again to go on"),
        BROKEN("broken off"),
    }

    fun text(): String {
        val running = running().map { "  ${it.variant()}, seed ${it.seed()} ${inFlight(it)}" }
        val failures = failures().map { "  failed: $it" }
        return (listOf("$name: ${line()}") + running + failures).joinToString("\n")
    }

    fun html(): String =
        buildString {
            append("<div style=\"font-size:90%;max-width:60em\">")
            append("<div><b>${escape(name)}</b> · ${escape(line())}</div>")
            progress?.let { append(bar(it)) }
            if (running().isNotEmpty()) {
                running().joinTo(this, "", "<table style=\"margin:0.3em 0\">", "</table>") { row(it) }
            }
            if (failures().isNotEmpty()) {
                val items = failures().joinToString("") { "<li>failed: ${escape(it)}</li>" }
                append("<ul style=\"margin:0.3em 0\">$items</ul>")
            }
            append("</div>")
        }

    private fun line(): String =
        when (val at = progress) {
            null -> if (state == State.RUNNING) said else state.words
            else -> if (state == State.RUNNING) at.line() else "${counts(at)}; ${state.words}"
        }

    private fun running(): List<Progress.InFlight> =
        if (state == State.RUNNING) progress?.running().orEmpty() else emptyList()

    private fun counts(at: Progress) = "${at.done()} of ${at.trials()} trials done, ${at.failed()} failed"

    private fun failures(): List<String> {
        val all = progress?.failures().orEmpty()
        val shown = all.take(MOST_FAILURES).map { "${it.variant()}, seed ${it.seed()}: ${it.reason()}" }
        return if (all.size > MOST_FAILURES) shown + "and ${all.size - MOST_FAILURES} more" else shown
    }

    /** Done, in flight and failed as shares of one bar; the figures beside it say the same to who cannot see it. */
    private fun bar(at: Progress): String {
        val inFlight = at.running().sumOf { it.share() }
        val parts = listOf(at.done() to "#009e73", inFlight to "#56b4e9", at.failed() to "#d55e00")
        val spans =
            parts.joinToString("") { (count, color) ->
                val percent = String.format(Locale.ROOT, "%.2f", 100.0 * count.toDouble() / at.trials())
                "<span style=\"display:inline-block;height:100%;width:$percent%;background:$color\"></span>"
            }
        val values = "aria-valuemin=\"0\" aria-valuemax=\"${at.trials()}\" aria-valuenow=\"${at.done()}\""
        return "<div role=\"progressbar\" $values style=\"$BAR_STYLE\">$spans</div>"
    }

    private fun row(trial: Progress.InFlight) =
        "<tr><td style=\"text-align:left\">${escape(trial.variant())}, seed ${trial.seed()}</td>" +
            "<td style=\"text-align:left;font-family:monospace\">${inFlight(trial)}</td></tr>"

    private fun inFlight(trial: Progress.InFlight): String {
        val percent = String.format(Locale.ROOT, "%3.0f %%", 100 * trial.share())
        val curve = losses[trial.variant() to trial.seed()].orEmpty()
        if (curve.isEmpty()) return percent
        return percent + String.format(Locale.ROOT, "  loss %s %.3f", sparkline(curve), curve.last())
    }
}

/** A curve as one line of blocks, lowest to highest; long curves are averaged. */
internal fun sparkline(values: List<Double>): String {
    val finite = values.filter { it.isFinite() }
    if (finite.isEmpty()) return ""
    val count = minOf(SPARKS, finite.size)
    val means =
        (0 until count).map { i ->
            finite.subList(i * finite.size / count, (i + 1) * finite.size / count).average()
        }
    val low = means.min()
    val range = (means.max() - low).takeIf { it > 0 } ?: 1.0
    return means.joinToString("") { BARS[((it - low) / range * (BARS.length - 1)).toInt()].toString() }
}

/** Text as HTML. */
internal fun escape(text: String): String =
    text
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
