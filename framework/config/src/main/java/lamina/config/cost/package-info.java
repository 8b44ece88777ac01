/** What a configuration of captioning leaves to its data. */
@org.jspecify.annotations.NullMarked
package lamina.config.cost;
