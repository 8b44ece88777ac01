package lamina.acceptance;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Spark cluster on loopback, a master and workers of one core each, as plain processes on
 * the jars that the module spark was built with.
 */
final class StandaloneCluster implements AutoCloseable {
  static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final Path BUILT = HOME.resolve("framework/spark/target");
  private static final long PATIENCE_MILLIS = 600_000;

  private final Path folder;
  private final Map<String, String> environment;
  private final int port;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();
  private int added;

  /**
   * @param folder its logs and the machines' disks go here
   * @param environment of its processes, added to this one's
   */
  StandaloneCluster(Path folder, int machines, Map<String, String> environment) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.environment = environment;
    Path home = Files.createDirectories(folder.resolve("spark"));
    Files.createSymbolicLink(home.resolve("jars"), BUILT.resolve("lib"));
    Files.createFile(home.resolve("RELEASE"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    master = start("master", "master.Master", List.of("--port", "" + port), Map.of());
    awaitMaster();
    for (int i = 0; i < machines; i++) {
      addMachine();
    }
  }

  static boolean isBuilt() {
    return Files.isDirectory(BUILT.resolve("lib"));
  }

  String address() {
    return "spark://127.0.0.1:" + port;
  }

  void addMachine(String... options) throws IOException {
    addMachine(Map.of(), options);
  }

  /**
   * @param own environment of this machine alone
   */
  void addMachine(Map<String, String> own, String... options) throws IOException {
    String name = "machine-" + added++;
    List<String> arguments = new ArrayList<>(List.of("--cores", "1", "--memory", "2g"));
    arguments.addAll(List.of("--work-dir", folder.resolve(name).toString()));
    arguments.addAll(List.of(options));
    arguments.add(address());
    workers.add(start(name, "worker.Worker", arguments, own));
  }

  /** The processes of applications, on machines that are up. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(Process::children).toList();
  }

  /** With kill -9. */
  void killMachine(int number) throws InterruptedException {
    workers.get(number).destroyForcibly().waitFor();
  }

  /** With kill -9, and another one comes in its place. */
  void replaceMachine(int number) throws Exception {
    killMachine(number);
    addMachine();
    workers.remove(number);
  }

  /** A log of a machine or of the master. */
  String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private void awaitMaster() throws Exception {
    long began = System.currentTimeMillis();
    while (System.currentTimeMillis() - began < PATIENCE_MILLIS) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("the master does not come up: " + log("master"));
  }

  private Process start(
      String name, String mainClass, List<String> arguments, Map<String, String> own)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    for (String line : Files.readAllLines(BUILT.resolve("classes/driver.args"))) {
      if (line.startsWith("--add-opens")) {
        command.add(line);
      }
    }
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", BUILT.resolve("lib") + "/*"));
    command.add("org.apache.spark.deploy." + mainClass);
    command.addAll(List.of("--host", "127.0.0.1", "--webui-port", "0"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", folder.resolve("spark").toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_LOCAL_DIRS", folder.resolve("scratch").toString(),
                "LAMINA_MACHINE", folder.resolve("depot").toString()));
    builder.environment().putAll(environment);
    builder.environment().putAll(own);
    return builder.redirectOutput(folder.resolve(name + ".log").toFile()).start();
  }

  @Override
  public void close() throws InterruptedException {
    for (Process worker : workers) {
      List<ProcessHandle> executors = worker.descendants().toList();
      worker.destroyForcibly().waitFor();
      executors.forEach(ProcessHandle::destroyForcibly);
    }
    master.destroyForcibly().waitFor();
  }
}
