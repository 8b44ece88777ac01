package lamina.notebook

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import lamina.config.ConfigException
import lamina.results.Format
import lamina.results.SweepTable
import lamina.results.plot.Picture
import lamina.sweep.RunException
import lamina.sweep.RunState
import lamina.sweep.Sweep
import lamina.sweep.SweepStatus
import org.jetbrains.kotlinx.jupyter.api.DisplayResult
import org.jetbrains.kotlinx.jupyter.api.MimeTypedResult
import org.jetbrains.kotlinx.jupyter.api.ThrowableRenderer
import tech.tablesaw.api.NumericColumn
import tech.tablesaw.api.Table
import java.util.Base64

private const val MOST_ROWS = 60

/** A sweep as a cell's value: its table where there is one, else the variants that it is made of. */
internal fun overview(declared: Sweep): MimeTypedResult {
    val sweep = Workspace.sized(declared)
    val status = declared.status()
    val line = "${status.line()}; ${sweep.variants().size} variants, seeds ${sweep.seeds().joinToString(", ")}"
    return if (status.count(RunState.Corrupt::class.java) > 0) {
        listing(status)
    } else if (status.count(RunState.Completed::class.java) > 0) {
        val table = declared.table()
        result("<div>${escape(line)}</div>${html(table)}", "$line\n${text(table)}")
    } else {
        val names = sweep.variants().map { it.name() }
        val items = names.joinToString("") { "<li>${escape(it)}</li>" }
        result("<div>${escape(line)}<ol>$items</ol></div>", names.joinToString("\n  ", "$line\n  "))
    }
}

/** A status as a cell's value. */
internal fun listing(status: SweepStatus): MimeTypedResult {
    val lines = listOf(status.line()) + status.troubles()
    return result("<div>" + lines.joinToString("<br>") { escape(it) } + "</div>", lines.joinToString("\n"))
}

/** What a front end shows: HTML where it can. */
internal fun result(
    html: String,
    text: String,
): MimeTypedResult = MimeTypedResult(mapOf("text/html" to html, "text/plain" to text))

internal fun html(table: SweepTable): String = Format.HTML.render(table)

internal fun text(table: SweepTable): String = Format.TEXT.render(table)

/** The first rows of any Tablesaw table. */
internal fun html(table: Table): String {
    val head = table.columns().joinToString("") { "<th style=\"text-align:${align(it)}\">${escape(it.name())}</th>" }
    val rows =
        (0 until minOf(table.rowCount(), MOST_ROWS)).joinToString("") { row ->
            table.columns().joinToString("", "<tr>", "</tr>") {
                "<td style=\"text-align:${align(it)}\">${escape(it.getString(row))}</td>"
            }
        }
    val more = if (table.rowCount() > MOST_ROWS) "<p>the first $MOST_ROWS of ${table.rowCount()} rows</p>" else ""
    return "<table><caption>${escape(
        table.name() ?: "",
    )}</caption><thead><tr>$head</tr></thead><tbody>$rows</tbody></table>$more"
}

private fun align(column: Any) = if (column is NumericColumn<*>) "right" else "left"

/** A picture as pixels, with its words for who cannot see it. Drawn here: the kernel loses a cell that fails later. */
internal class PictureResult(
    picture: Picture,
) : DisplayResult {
    private val json: JsonObject = json(picture)

    override fun toJson(
        additionalMetadata: JsonObject,
        overrideId: String?,
    ): JsonObject =
        JsonObject(json + ("metadata" to JsonObject(additionalMetadata + json.getValue("metadata").jsonObject)))

    private fun json(picture: Picture): JsonObject {
        val png = Base64.getEncoder().encodeToString(picture.png())
        val alt = picture.text()
        val image = "<img alt=\"${escape(alt)}\" width=\"${picture.width()}\" src=\"data:image/png;base64,$png\">"
        val data = mapOf("text/html" to image, "image/png" to png, "text/plain" to alt)
        val size = mapOf("width" to JsonPrimitive(picture.width()), "height" to JsonPrimitive(picture.height()))
        val metadata = JsonObject(size + ("alt" to JsonPrimitive(alt)))
        return JsonObject(
            mapOf(
                "data" to JsonObject(data.mapValues { JsonPrimitive(it.value) }),
                "metadata" to JsonObject(mapOf("image/png" to metadata)),
            ),
        )
    }
}

/**
 * Takes the stack trace away from errors whose message says everything. It renders none of them: a rendered error would
 * make its cell succeed, and "run all" would go on after it.
 */
internal object WithoutTrace : ThrowableRenderer {
    override fun accepts(throwable: Throwable): Boolean {
        if (throwable is ConfigException || throwable is RunException) {
            generateSequence(throwable) { it.cause }.forEach { it.stackTrace = emptyArray() }
        }
        return false
    }

    override fun render(throwable: Throwable): Any = throwable
}
