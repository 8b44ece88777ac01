/** What variants take on this machine, measured in processes that have the engine. */
@org.jspecify.annotations.NullMarked
package lamina.results.cost;
