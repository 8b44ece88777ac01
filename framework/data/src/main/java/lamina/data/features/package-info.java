/** Files of features that a user brings: numpy's arrays and HDF5, read and checked. */
@org.jspecify.annotations.NullMarked
package lamina.data.features;
