package lamina.notebook

import lamina.config.OwnMask
import lamina.results.SweepTable
import lamina.results.mechanism.MechanismList
import lamina.results.mechanism.MechanismPage
import lamina.results.plot.Picture
import lamina.results.samples.Samples
import lamina.results.samples.SamplesFormat
import lamina.sweep.Sweep
import lamina.sweep.SweepStatus
import org.jetbrains.kotlinx.jupyter.api.libraries.JupyterIntegration
import tech.tablesaw.api.Table

/** What a kernel loads: the DSL needs no imports, tables and pictures show themselves, errors are one message. */
public class LaminaIntegration : JupyterIntegration() {
    override fun Builder.onLoaded() {
        Kernel.notebook = notebook
        import(
            "lamina.config.*",
            "lamina.mask.*",
            "lamina.zoo.*",
            "lamina.dsl.*",
            "lamina.notebook.*",
            "lamina.results.TableColumn",
        )
        OwnMask.knownBy(Workspace.mechanisms)
        onLoaded { Kernel.host = this }
        render<Sweep> { overview(it) }
        render<SweepStatus> { listing(it) }
        render<SweepTable> { result(html(it), text(it)) }
        render<MechanismList> { result(it.html(), it.text()) }
        render<MechanismPage> { result(it.html(), it.text()) }
        render<Samples> { result(SamplesFormat.HTML.render(it), SamplesFormat.TEXT.render(it)) }
        render<Table> { result(html(it), it.print()) }
        render<Picture> { PictureResult(it) }
        addThrowableRenderer(WithoutTrace)
    }
}
