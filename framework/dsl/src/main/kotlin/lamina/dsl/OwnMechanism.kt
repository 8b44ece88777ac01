package lamina.dsl

import lamina.config.ConfigException
import lamina.config.OwnMask
import lamina.config.own.MechanismSource
import java.nio.file.Path

/** A mechanism of one's own: what a file with one public record declares. Call it for a mask of it. */
public class OwnMechanism internal constructor(
    /** The file's text and what it declares. */
    public val source: MechanismSource,
) {
    /** A mask with the defaults of all components but for [values]: `probe("slope" to 0.1)`. */
    public operator fun invoke(vararg values: Pair<String, Any>): OwnMask = source.mask(values.toMap())

    /** The axis of a component, for grids over masks of this mechanism: `vary(probe.axis("slope")) over listOf(0.1, 0.2)`. */
    public fun axis(component: String): Axis<OwnMask, Any> {
        val known = source.defaults().keys
        if (component !in known) {
            throw ConfigException("axis of ${source.name()} must be one of $known, got '$component' (${source.file()})")
        }
        return Axis(
            "mask.$component",
            { experiment ->
                (experiment.mask() as? OwnMask)?.components()?.get(component)?.let { source.typed(component, it) }
            },
            { experiment, value -> experiment.with(changed(experiment.mask() as OwnMask, component, value)) },
        )
    }

    private fun changed(
        mask: OwnMask,
        component: String,
        value: Any,
    ): OwnMask {
        if (mask.source() != source.digest()) {
            throw ConfigException(
                "axis mask.$component must vary a mask of ${source.name()}, got one of ${mask.kind()}",
            )
        }
        return mask.with(component, source.checked(component, value))
    }
}

/** A mechanism of one's own, from a Java [file] with one public record: docs/mechanisms.md. Relative to the script, or to a notebook's folder. */
public fun mechanism(file: String): OwnMechanism = Declaring.own(MechanismSource.read(Declaring.resolve(file)))

/** The same from a [text] that is at hand; errors call it [file]. */
public fun mechanism(
    file: String,
    text: String,
): OwnMechanism = Declaring.own(MechanismSource.of(file, text))

/** What a script's declarations stand in: the folder of its relative paths, and sources that are looked back at. */
public object Declaring {
    private class Scope(
        val folder: Path,
        val sources: List<MechanismSource>,
    )

    private val scope = ThreadLocal.withInitial { Scope(Path.of("").toAbsolutePath(), emptyList()) }

    internal fun resolve(file: String): Path = scope.get().folder.resolve(file)

    internal fun own(source: MechanismSource) =
        OwnMechanism(scope.get().sources.find { it.name() == source.name() } ?: source)

    /** Evaluates something whose relative paths begin at [folder], and whose mechanisms are of [sources] where they have their names. */
    public fun <T> within(
        folder: Path,
        sources: List<MechanismSource>,
        evaluate: () -> T,
    ): T {
        val before = scope.get()
        scope.set(Scope(folder, sources))
        try {
            return evaluate()
        } finally {
            scope.set(before)
        }
    }
}
