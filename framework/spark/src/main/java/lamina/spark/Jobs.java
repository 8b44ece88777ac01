package lamina.spark;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Gives trials to Spark: a job with one task each, over data of one part that has nothing in it.
 */
final class Jobs {
  private static final ClassTag<String> LINE = ClassTag$.MODULE$.apply(String.class);
  private static final Seq<Object> FIRST = CollectionConverters.asScala(List.<Object>of(0)).toSeq();

  private final SparkContext spark;
  private final RDD<String> nothing;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          job -> {
            Thread thread = new Thread(job, "lamina job");
            thread.setDaemon(true);
            return thread;
          });

  /** What a task gave. */
  private static final class Given extends AbstractFunction2<Object, String, BoxedUnit> {
    private volatile String line = "";

    @Override
    public BoxedUnit apply(Object part, String answer) {
      line = answer;
      return BoxedUnit.UNIT;
    }
  }

  Jobs(JavaSparkContext spark) {
    this.spark = spark.sc();
    this.nothing = spark.parallelize(List.<String>of(), 1).rdd();
  }

  void execute(Runnable job) {
    threads.execute(job);
  }

  /** Waits for the trial's end, whatever machines die of it. */
  Ending run(Order order, String title) {
    spark.setJobGroup(order.attempt(), title, true);
    spark.setLocalProperty("callSite.short", title); // else Spark looks for it on the stack
    spark.setLocalProperty("callSite.long", title);
    Given given = new Given();
    spark.runJob(nothing, new TrialTask(order), FIRST, given, LINE);
    return Ending.fromLine(given.line);
  }

  /** Ends the job of an attempt, even one that comes only now. */
  void cancel(String attempt) {
    spark.cancelJobGroupAndFutureJobs(attempt);
  }
}
