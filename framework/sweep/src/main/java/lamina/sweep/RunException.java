package lamina.sweep;

/** A run that cannot go on, for a reason that is not one trial's. Nothing finished is lost. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
