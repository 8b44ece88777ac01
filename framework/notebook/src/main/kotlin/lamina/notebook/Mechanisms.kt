package lamina.notebook

import lamina.config.AttentionMask
import lamina.config.own.NewMechanism
import lamina.dsl.OwnMechanism
import lamina.results.mechanism.BuiltIns
import lamina.results.mechanism.MechanismList
import lamina.results.mechanism.MechanismPage
import java.nio.file.Path

/**
 * Writes `NAME.java` into the notebook's folder: a commented mechanism that works as it is, a bias by distance and head.
 *
 * @return the mechanism, as `mechanism("NAME.java")` is
 * @throws lamina.config.ConfigException where that file is there, or [name] is no class's, or one of Lamina's
 */
public fun newMechanism(name: String): OwnMechanism =
    lamina.dsl.mechanism(NewMechanism.write(Path.of(""), name).toString())

/**
 * Holds a mechanism of one's own, with its defaults, to the contract: what holds, what it promises and costs. It takes
 * some seconds, in a process of its own.
 *
 * @throws lamina.config.ConfigException with the compiler's errors as FILE:LINE:COLUMN
 */
public fun check(mechanism: OwnMechanism): MechanismPage = check(mechanism())

/** The same of any mask, one's own with values or one of Lamina's. */
public fun check(mask: AttentionMask): MechanismPage = MechanismPage.of(mask, Workspace.mechanisms)

/** The same of one of Lamina's by its id, with its defaults: `check("cog-attention")`. */
public fun check(id: String): MechanismPage = check(BuiltIns.named(id))

/** Lamina's mechanisms: id, family, paper, traits, and the parameters that each adds to the quickstart's model. */
public fun mechanisms(): MechanismList = MechanismList.all()
