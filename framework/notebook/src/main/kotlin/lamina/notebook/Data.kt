package lamina.notebook

import lamina.config.ClassificationData
import lamina.config.Json
import lamina.config.LabelledFiles
import lamina.config.Trial
import lamina.sweep.EngineTask
import lamina.sweep.Sweep

/**
 * Prepares a folder of pictures and WAV files that a `labels.csv` describes (docs/bring-your-own-data.md), and returns
 * it for `classification(…)`. The same files give the same data, and so the same trials.
 *
 * @param imageSide height and width that pictures are brought to, in pixels
 * @param sampleRate samples a second that sounds are brought to
 * @param audioMillis length that sounds are brought to, in milliseconds
 * @throws lamina.config.ConfigException where a file is missing or does not fit
 */
public fun addData(
    folder: String,
    imageSide: Int = 40,
    sampleRate: Int = 8000,
    audioMillis: Int = 500,
): ClassificationData {
    val arguments = listOf(folder, "$imageSide", "$sampleRate", "$audioMillis")
    val task = EngineTask(Workspace.home.java("lamina.data.own.AddFolder", arguments))
    return Json.read(task.run("") { }, LabelledFiles::class.java)
}

/** Brings the data of a sweep to this machine, and compiles the mechanisms that it is of. */
internal class Preparation(
    private val sweep: Sweep,
) {
    private val task = EngineTask(Workspace.home.java("lamina.data.task.PrepareData", emptyList()))

    fun run(progress: (String) -> Unit) {
        Workspace.mechanisms.prepare(sweep)
        val seed = sweep.seeds().first()
        task.run(sweep.variants().joinToString("") { Trial.of(it.experiment(), seed).toJson() + "\n" }, progress)
    }

    fun stop() {
        task.stop()
        Workspace.mechanisms.stop()
    }
}
