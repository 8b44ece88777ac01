package lamina.notebook

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import lamina.config.ConfigException
import lamina.results.plot.LinePlot
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import tech.tablesaw.api.DoubleColumn
import tech.tablesaw.api.StringColumn
import tech.tablesaw.api.Table
import java.util.Base64

class RenderingTest {
    @Test
    fun `a picture is pixels with its words, in every form that a front end may choose`() {
        val points = listOf(LinePlot.Point("ms", "all", "a \"quoted\" <one>", 1.0, 2.0))
        val picture = LinePlot("times of \"a\" <b>", "tokens", points).picture()
        val json = PictureResult(picture).toJson(JsonObject(mapOf("more" to JsonPrimitive(1))), null)
        val data = json.getValue("data").jsonObject
        val metadata = json.getValue("metadata").jsonObject
        val png = data.getValue("image/png").jsonPrimitive.content

        assertThat(Base64.getDecoder().decode(png)).startsWith(0x89, 'P'.code, 'N'.code, 'G'.code)
        assertThat(data.getValue("text/plain").jsonPrimitive.content).isEqualTo(picture.text())
        assertThat(data.getValue("text/html").jsonPrimitive.content)
            .startsWith("<img alt=\"times of &quot;a&quot; &lt;b&gt;\" width=\"${picture.width()}\"")
            .contains(png)
        assertThat(metadata).containsKeys("more", "image/png")
        assertThat(
            metadata
                .getValue("image/png")
                .jsonObject
                .getValue("alt")
                .jsonPrimitive.content,
        ).isEqualTo(picture.text())
    }

    @Test
    fun `a Tablesaw table shows its first rows, numbers to the right`() {
        val table =
            Table.create(
                "trials <1>",
                StringColumn.create("name", List(70) { "row <$it>" }),
                DoubleColumn.create("value", *DoubleArray(70) { it / 2.0 }),
            )
        assertThat(html(table))
            .contains(
                "trials &lt;1&gt;",
                "row &lt;59&gt;",
                "the first 60 of 70 rows",
                "<td style=\"text-align:right\">29.5</td>",
            ).doesNotContain("row &lt;60&gt;", "row <")
    }

    @Test
    fun `an error of ours loses its trace and stays an error`() {
        val ours = ConfigException("mask.depth must be at least 1, got 0")
        val other = IllegalStateException("a bug")
        assertThat(WithoutTrace.accepts(ours)).isFalse()
        assertThat(WithoutTrace.accepts(other)).isFalse()
        assertThat(ours.stackTrace).isEmpty()
        assertThat(other.stackTrace).isNotEmpty()
    }
}
