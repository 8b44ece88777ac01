/**
 * What is run: the records of an experiment, their canonical JSON and the identity of a trial.
 *
 * <p>Every record checks itself when it is made, so an experiment that exists is an experiment that
 * can run. Nothing here knows data, tensors or processes.
 */
@org.jspecify.annotations.NullMarked
package lamina.config;
