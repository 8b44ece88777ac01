package lamina.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What Spark runs on a machine: one trial. Gives the line of an {@link Ending}.
 *
 * <p>A class of Scala's and no lambda: Spark reads the byte code of every lambda that it is given,
 * which takes it more time than to schedule the trial.
 */
final class TrialTask extends AbstractFunction2<TaskContext, Iterator<String>, String>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String order;

  TrialTask(Order order) {
    this.order = order.toLine();
  }

  @Override
  public String apply(TaskContext context, Iterator<String> nothing) {
    try {
      return Machine.ofThisProcess().train(Order.fromLine(order), context).toLine();
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
