package lamina.data;

/**
 * Data that cannot be had or cannot be trusted. The message says which file, why, and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
