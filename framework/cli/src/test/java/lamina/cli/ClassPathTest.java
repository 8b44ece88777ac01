package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;

/** What the command's own class path must be able to do, whatever else its libraries bring. */
class ClassPathTest {
  @Test
  void archivesOfDataOpen() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(7);
    }
    try (var in = new GzipCompressorInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
      assertThat(in.read()).isEqualTo(7);
    }
  }
}
