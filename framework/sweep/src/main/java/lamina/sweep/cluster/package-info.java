/**
 * Workers on other machines, behind one process that knows them: the cluster's driver. What is said
 * to it and by it is lines of JSON, so that neither side loads what the other one is made of.
 */
@org.jspecify.annotations.NullMarked
package lamina.sweep.cluster;
