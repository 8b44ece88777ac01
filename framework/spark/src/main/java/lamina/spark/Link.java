package lamina.spark;

import java.io.IOException;
import lamina.spark.Call.Answer;
import org.apache.spark.api.plugin.PluginContext;

/** A machine's way to the driver, over Spark's own connection. */
record Link(PluginContext context) {

  /** Says something that may get lost. */
  void tell(Call call) {
    try {
      context.send(call);
    } catch (IOException driverGone) {
      // then nobody is interested
    }
  }

  /** Says something and waits until it is known. */
  void report(Call call) {
    try {
      answer(call);
    } catch (IOException driverGone) {
      // then nobody is interested
    }
  }

  Answer ask(Call call) throws IOException {
    return Answer.valueOf((String) answer(call));
  }

  byte[] piece(String checksum, long from) throws IOException {
    return (byte[]) answer(new Call.Piece(checksum, from));
  }

  private Object answer(Call call) throws IOException {
    try {
      return context.ask(call);
    } catch (Exception e) {
      throw new IOException("the driver does not answer: " + e, e);
    }
  }
}
