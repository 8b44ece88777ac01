package lamina.dsl

import lamina.config.AttentionMask
import lamina.config.Controls
import lamina.config.Experiment
import lamina.config.LearnableMask

/** An experiment that is derived from one with a mask, to tell what the mask itself does. */
public class Control internal constructor(
    /** The name of its row. */
    public val name: String,
    internal val derive: (Experiment<LearnableMask>) -> Experiment<out AttentionMask>,
)

/** No mask, and as many parameters in linear layers behind each attention; the paper says nothing of a [residual]. */
public fun equalParameters(residual: Boolean = false): Control =
    Control(if (residual) "linear layers with residual" else "linear layers") { Controls.equalParameters(it, residual) }

/** No mask, and as many parameters in more encoder layers. */
public fun stackedLayers(): Control = Control("stacked layers") { Controls.stackedLayers(it) }
