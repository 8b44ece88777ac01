package lamina.spark;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Where the driver answers machines. Spark hands their calls over one after the other. */
final class Desk {
  private final Shipment shipment;
  private final BiConsumer<String, String> leaveOut;
  private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  /**
   * @param leaveOut is told which executor cannot be used, and why
   */
  Desk(Shipment shipment, BiConsumer<String, String> leaveOut) {
    this.shipment = shipment;
    this.leaveOut = leaveOut;
  }

  void open(String id, Attempt attempt) {
    attempts.put(id, attempt);
  }

  void close(String id) {
    Attempt attempt = attempts.remove(id);
    if (attempt != null) {
      attempt.end();
    }
  }

  boolean isPrepared(String executor) {
    return prepared.contains(executor);
  }

  Object answer(Call call) throws IOException {
    if (call instanceof Call.Said said) {
      Attempt attempt = attempts.get(said.attempt());
      if (attempt != null) {
        attempt.said(said.task(), said.line());
      }
      return true;
    }
    if (call instanceof Call.Piece piece) {
      return shipment.piece(piece.checksum(), piece.from());
    }
    if (call instanceof Call.Prepared machine) {
      return prepared.add(machine.executor());
    }
    if (call instanceof Call.Unusable machine) {
      leaveOut.accept(machine.executor(), machine.reason());
      return true;
    }
    return ofAttempt(call).name();
  }

  private Call.Answer ofAttempt(Call call) {
    if (call instanceof Call.Begin begin) {
      Attempt attempt = attempts.get(begin.attempt());
      return attempt == null ? Call.Answer.OVER : attempt.begin(begin.task(), begin.inPlace());
    }
    if (call instanceof Call.Parts sent) {
      Attempt attempt = attempts.get(sent.attempt());
      return attempt == null ? Call.Answer.OVER : attempt.take(sent.task(), sent.parts());
    }
    if (call instanceof Call.Commit last) {
      Attempt attempt = attempts.get(last.attempt());
      return attempt == null
          ? Call.Answer.OVER
          : attempt.commit(last.task(), last.parts(), last.checksums());
    }
    throw new IllegalArgumentException("no such call: " + call);
  }
}
