/** MSR-VTT's annotations and features of its videos, which a user brings. */
@org.jspecify.annotations.NullMarked
package lamina.data.msrvtt;
