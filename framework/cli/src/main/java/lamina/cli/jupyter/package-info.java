/** The kernel that notebooks run on, and Jupyter itself. */
@org.jspecify.annotations.NullMarked
package lamina.cli.jupyter;
