package lamina.cli;

import org.junit.jupiter.api.Test;

class ClusterOptionsTest extends OnSmallSweep {
  @Test
  void whatACommandCannotSayOfAClusterIsRefusedBeforeAnyWork() {
    String file = script.toString();
    refused(
        "--cluster must be spark://HOST:PORT, yarn or k8s://URL, got 'local'",
        "run",
        file,
        "--cluster",
        "local");
    refused(
        "must hold the cluster's secret where its master is not on loopback",
        "run",
        file,
        "--cluster",
        "spark://192.0.2.1:7077");
    String loopback = "spark://127.0.0.1:7077";
    refused(
        "--devices must be cpu or gpu with --cluster, which chooses GPUs itself, got 'gpu:0'",
        "run",
        file,
        "--cluster",
        loopback,
        "--devices",
        "gpu:0");
    refused(
        "--workers must be from 1 to 10000, got 0",
        "run",
        file,
        "--cluster",
        loopback,
        "--workers",
        "0");
    refused(
        "--spark-conf must be a file of properties, got nowhere",
        "run",
        file,
        "--cluster",
        loopback,
        "--spark-conf",
        "nowhere");
    refused("--own-disks must be given with --cluster alone", "run", file, "--own-disks");
    refused(
        "--secret-file must be given with --cluster alone, got s",
        "run",
        file,
        "--secret-file",
        "s");
  }
}
