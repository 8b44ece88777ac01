/**
 * One trial: loop, evaluation, checkpoint, provenance; and the worker process that trains one trial
 * after the other. The only module that meets the engine at run time.
 */
@org.jspecify.annotations.NullMarked
package lamina.training;
