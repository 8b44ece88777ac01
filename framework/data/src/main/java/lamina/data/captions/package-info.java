/** Videos with captions, as the model sees them: the embedded ones, MSR-VTT and MAD. */
@org.jspecify.annotations.NullMarked
package lamina.data.captions;
