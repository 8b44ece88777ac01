package lamina.spark;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/** What Spark runs on a machine: one trial. Takes an {@link Order}, gives an {@link Ending}. */
final class TrialTask implements Function<String, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String call(String order) throws Exception {
    return Machine.ofThisProcess().train(Order.fromLine(order), TaskContext.get()).toLine();
  }
}
