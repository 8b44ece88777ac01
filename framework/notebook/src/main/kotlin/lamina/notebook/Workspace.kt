package lamina.notebook

import lamina.sweep.Home
import lamina.sweep.MechanismHelper
import lamina.sweep.Store
import lamina.sweep.Sweep
import java.nio.file.Path

/** Where a notebook's runs are kept, and at which size its sweeps run. */
internal object Workspace {
    /** `LAMINA_STORE`, else the runs of the folder that Lamina lies in: the command sees the same ones. */
    val store: Store
        get() = Store(System.getenv("LAMINA_STORE")?.let(Path::of) ?: home.path().resolve("results/runs"))

    val home: Home
        get() = Home.ofThisProcess()

    /** Knows the mechanisms that cells declare: the kernel never loads them. */
    val mechanisms: MechanismHelper by lazy { MechanismHelper(home) }

    /** Where `LAMINA_SMOKE` is set, a notebook runs every sweep at its smallest, to show that it runs. */
    fun sized(sweep: Sweep): Sweep = if (System.getenv("LAMINA_SMOKE") == null) sweep else sweep.smoke()
}
