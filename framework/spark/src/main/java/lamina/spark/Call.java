package lamina.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.TreeMap;

/**
 * What a machine says to the driver. Answers are of the JDK's own types: Spark reads them with a
 * class loader that does not know Lamina's.
 */
sealed interface Call extends Serializable {

  /** The machine has its files, and a worker of it has started. */
  record Prepared(String executor) implements Call {}

  /**
   * The machine cannot be used. When it has its answer, no task comes to it any more.
   *
   * @param reason one line
   */
  record Unusable(String executor, String reason) implements Call {}

  /** Asks for the bytes of a shipped file from an offset on. Answer: the bytes. */
  record Piece(String checksum, long from) implements Call {}

  /**
   * Asks whether a trial may be trained by this Spark task. Answer: the name of a {@link Answer}.
   *
   * @param inPlace whether the machine writes into the driver's store itself
   */
  record Begin(String attempt, long task, boolean inPlace) implements Call {}

  /**
   * A worker's message.
   *
   * @param line of a {@link lamina.config.border.WorkerMessage}
   */
  record Said(String attempt, long task, String line) implements Call {}

  /** Bytes of one of a trial's files, from an offset on. */
  record Part(String file, long from, byte[] bytes) implements Serializable {}

  /** Some of a trial's files, of which more will come. Answer: the name of a {@link Answer}. */
  record Parts(String attempt, long task, ArrayList<Part> parts) implements Call {}

  /**
   * The last of a trial's files, which are complete with them. Answer: the name of a {@link
   * Answer}.
   *
   * @param checksums SHA-256 of all its files by their names
   */
  record Commit(String attempt, long task, ArrayList<Part> parts, TreeMap<String, String> checksums)
      implements Call {}

  /** What the driver answers. */
  enum Answer {
    GO,
    /** The trial has an outcome already. */
    RECORDED,
    /** Another process has the trial. */
    BUSY,
    /** The trial is not this task's any more. */
    OVER,
    /** The driver cannot write. */
    UNWRITABLE
  }
}
