package lamina.training;

/** A training whose loss or gradient is no finite number. The message says where. */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
