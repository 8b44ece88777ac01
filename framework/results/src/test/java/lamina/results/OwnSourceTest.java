package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import lamina.config.AttentionMask;
import lamina.config.Json;
import lamina.config.MaskCount;
import lamina.config.border.RunFolder;
import lamina.config.own.MechanismSource;
import lamina.results.export.Export;
import lamina.results.report.Report;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of two sources of one name; nobody here can load them. */
class OwnSourceTest {
  private static final MechanismSource OLD = source("List<String> old;");
  private static final MechanismSource NEW = source("List<String> changed;");

  @TempDir Path temporary;
  private MadeUp made;

  private static MechanismSource source(String body) {
    String text = "public record Probe(@Default(\"0.1\") double slope) { static %s }\n";
    return MechanismSource.of("Probe.java", text.formatted(body));
  }

  @BeforeEach
  void sweep() throws IOException {
    MadeUp plain = MadeUp.in(temporary.resolve("runs"));
    Variant baseline = plain.sweep().variants().get(0);
    Sweep sweep =
        new Sweep(
            "own",
            plain.sweep().seeds(),
            List.of(
                baseline,
                variant(baseline, "old", OLD.mask(Map.of())),
                variant(baseline, "new", NEW.mask(Map.of())),
                variant(baseline, "steep", NEW.mask(Map.of("slope", 0.5)))));
    made = new MadeUp(sweep, plain.store());
  }

  private static Variant variant(Variant baseline, String name, AttentionMask mask) {
    return new Variant(name, Map.of(), baseline.experiment().with(mask));
  }

  @Test
  void aReportShowsTheSourcesOfItsVariants() throws IOException {
    String page = new Report(made.sweep(), made.store(), "test/accuracy").page(Instant.EPOCH);
    assertThat(page)
        .contains("static List&lt;String&gt; old;", "static List&lt;String&gt; changed;")
        .contains("SHA-256 " + OLD.digest(), "SHA-256 " + NEW.digest())
        .containsOnlyOnce("changed;");
  }

  @Test
  void anExportHasThemAsFiles() throws IOException {
    Path out = temporary.resolve("out");
    Export.write(made.sweep(), made.store(), "test/accuracy", out);
    assertThat(out.resolve("mechanisms/Probe.java")).hasContent(OLD.text());
    String other = "mechanisms/Probe-" + NEW.digest().substring(0, 7) + ".java";
    assertThat(out.resolve(other)).hasContent(NEW.text());
  }

  @Test
  void aTableCountsWhatARunHasCounted() throws IOException {
    RunFolder run = made.folder(1, 1);
    Files.createDirectories(run.path());
    Files.writeString(run.counted(), new MaskCount(7, 3, OptionalLong.of(11)).toJson());
    List<Row> rows = SweepTable.of(made.sweep(), made.store(), "test/accuracy").rows();
    assertThat(rows.get(1).cost().counted().orElseThrow().maskMacs()).hasValue(11);
    assertThat(rows.get(2).cost().counted()).isEmpty();
  }

  @Test
  void theSweepsProvenanceNamesWhatItsRunsName() throws IOException {
    for (int variant : new int[] {0, 1, 2}) {
      Files.createDirectories(made.folder(variant, 0).path());
      made.trained(variant, 0, 1);
    }
    name(1, OLD);
    name(2, NEW);
    JsonNode mechanisms =
        Json.parse(SweepProvenance.of(made.sweep(), made.store())).path("mechanisms");
    assertThat(mechanisms).hasSize(2);
    assertThat(mechanisms.get(0).path("digest").asText()).isEqualTo(OLD.digest());
  }

  private void name(int variant, MechanismSource source) throws IOException {
    Path file = made.folder(variant, 0).provenance();
    String named = "{\"mechanisms\":[{\"kind\":\"probe\",\"digest\":\"%s\"}],";
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\{", named.formatted(source.digest())));
  }
}
