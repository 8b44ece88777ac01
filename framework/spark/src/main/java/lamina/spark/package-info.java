/**
 * A sweep's workers on an Apache Spark cluster: one Spark task a trial. The driver ({@link
 * lamina.spark.Driver}) is a process of its own, and nothing else of Lamina knows Spark.
 *
 * <p>What machines and driver say to each other goes over Spark's own authenticated connections
 * ({@link lamina.spark.Call}); Lamina opens none.
 */
@org.jspecify.annotations.NullMarked
package lamina.spark;
