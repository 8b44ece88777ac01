package lamina.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Lamina's two ends in Spark: the driver's {@link Desk} and a machine's {@link Machine}. Spark
 * makes them by the name of this class, and there is one of each in a process.
 */
public final class LaminaPlugin implements SparkPlugin {
  private static final String LOAD = "load";

  private static volatile @Nullable Desk desk;
  private static volatile @Nullable Load load;

  /** What the next context's driver side has. */
  static void serve(Desk answers, Load machines) {
    desk = answers;
    load = machines;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of(LOAD, load.toLine());
      }

      @Override
      public Object receive(Object message) throws Exception {
        return desk.answer((Call) message);
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> told) {
        Machine.start(context, Load.fromLine(told.get(LOAD)));
      }

      @Override
      public void shutdown() {
        Machine.stop();
      }
    };
  }
}
