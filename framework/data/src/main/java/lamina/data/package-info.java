/** Real data: fetched once, verified, decoded, and composed into examples by pure functions. */
@org.jspecify.annotations.NullMarked
package lamina.data;
