package lamina.notebook

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import org.jetbrains.kotlinx.jupyter.api.KotlinKernelHost
import org.jetbrains.kotlinx.jupyter.api.Notebook
import org.jetbrains.kotlinx.jupyter.api.libraries.JupyterConnection
import org.jetbrains.kotlinx.jupyter.api.libraries.JupyterSocketType
import org.jetbrains.kotlinx.jupyter.api.libraries.RawMessage
import java.time.Instant
import java.util.UUID

/** The kernel that a cell runs in; none where the library is used without one. */
internal object Kernel {
    @Volatile
    var notebook: Notebook? = null

    @Volatile
    var host: KotlinKernelHost? = null
}

/** A part of the cell's output that renews itself. Without a kernel it prints what is new. */
internal class LiveDisplay(
    first: ProgressView,
) {
    private val id = "lamina-" + UUID.randomUUID()
    private var shown = first

    init {
        val host = Kernel.host
        if (host == null) println(first.text()) else host.display(result(first), id)
    }

    fun update(view: ProgressView) {
        if (view == shown) return
        val host = Kernel.host
        when {
            host == null -> if (view.progress?.done() != shown.progress?.done()) println(view.text())
            else -> if (!sendAsReply(view)) host.updateDisplay(result(view), id)
        }
        shown = view
    }

    private fun result(view: ProgressView) = result(view.html(), view.text())

    /**
     * The kernel's own update names no request, so that programs that save a notebook pass over it. This one names the
     * running request, which the kernel keeps in a method that is not public; false where that is not there.
     */
    private fun sendAsReply(view: ProgressView): Boolean {
        val connection = Kernel.notebook?.connection ?: return false
        val request = runningRequest(connection) ?: return false
        val header =
            JsonObject(
                request.header +
                    mapOf(
                        "msg_id" to JsonPrimitive(UUID.randomUUID().toString()),
                        "msg_type" to JsonPrimitive("update_display_data"),
                        "date" to JsonPrimitive(Instant.now().toString()),
                    ),
            )
        val transient = JsonObject(mapOf("display_id" to JsonPrimitive(id)))
        val content = JsonObject(result(view).toJson(JsonObject(emptyMap()), null) + ("transient" to transient))
        connection.send(JupyterSocketType.IOPUB, Reply(request, header, content))
        return true
    }

    private fun runningRequest(connection: JupyterConnection): RawMessage? =
        try {
            val method =
                connection.javaClass.methods.firstOrNull {
                    it.name == "getContextMessage" &&
                        it.parameterCount == 0
                }
            method?.invoke(connection) as? RawMessage
        } catch (notAccessible: ReflectiveOperationException) {
            null
        }

    private class Reply(
        request: RawMessage,
        override val header: JsonObject,
        override val content: JsonObject,
    ) : RawMessage {
        override val id: List<ByteArray> = request.id
        override val parentHeader: JsonObject = request.header
        override val metadata: JsonObject = JsonObject(emptyMap())
    }
}
