package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
  @TempDir Path temporary;

  private final Source source =
      new Source(
          "a.tgz",
          "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", // of the text "a"
          List.of("npm", "pack", "a"),
          "none",
          "a file");

  @Test
  void aMissingClientNamesFilesChecksumsAndFolder() {
    Fetch fetch = fetch((command, directory) -> List.of("npm is not installed"));
    assertThatThrownBy(fetch::run)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("npm is not installed")
        .hasMessageContaining(source.file() + "  sha256 " + source.sha256())
        .hasMessageContaining(temporary.toString());
  }

  @Test
  void aClientThatIsNotThereIsSaidSo() throws IOException {
    assertThat(new ProcessClient().run(List.of("no-such-client", "x"), temporary))
        .containsExactly("no-such-client is not installed");
  }

  @Test
  void aWrongChecksumIsRefusedAndTheFileNotKept() throws IOException {
    Fetch fetch =
        fetch(
            (command, directory) -> {
              Files.writeString(directory.resolve("a.tgz"), "b");
              return List.of();
            });
    assertThatThrownBy(fetch::run)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "must have the SHA-256 " + source.sha256() + ", got 3e23e8160039594a");
    try (var files = Files.list(temporary)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("fetch.lock");
    }
  }

  @Test
  void aFilePutThereByHandIsVerifiedToo() throws IOException {
    Files.writeString(temporary.resolve("a.tgz"), "b");
    Fetch fetch = fetch((command, directory) -> List.of("must not be asked"));
    assertThatThrownBy(fetch::run).hasMessageContaining("must have the SHA-256");
  }

  @Test
  void nothingIsFetchedWhenAllIsThere() throws IOException {
    TinyData.in(temporary);
    List<String> asked = new ArrayList<>();
    Fetch fetch =
        fetch(
            (command, directory) -> {
              asked.addAll(command);
              return List.of();
            });
    fetch.run();
    assertThat(asked).isEmpty();
  }

  @Test
  void anEntryThatWouldLeaveItsFolderIsRefused() throws IOException {
    for (String name : List.of("../evil", "a/../../evil", "/etc/evil")) {
      Path archive = temporary.resolve("evil.tgz");
      Files.write(archive, tgz(name));
      assertThatThrownBy(() -> Archive.readTgz(archive, (entry, content) -> {}))
          .isInstanceOf(IOException.class)
          .hasMessage("archive entry must stay in its folder, got '" + name + "'");
    }
  }

  @Test
  void anEntryThatStaysIsRead() throws IOException {
    Path archive = temporary.resolve("good.tgz");
    Files.write(archive, tgz("./a/b/../c"));
    List<String> names = new ArrayList<>();
    Archive.readTgz(archive, (entry, content) -> names.add(entry));
    assertThat(names).containsExactly("./a/b/../c");
  }

  private Fetch fetch(Fetch.Client client) {
    return new Fetch(new DataFolder(temporary), client, List.of(source), line -> {});
  }

  private static byte[] tgz(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GzipCompressorOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
      byte[] content = "text".getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
