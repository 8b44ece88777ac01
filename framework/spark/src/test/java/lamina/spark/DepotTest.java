package lamina.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DepotTest {
  private static final int LARGE = 5_000_000;

  @TempDir Path temporary;
  private final Shipment shipment = new Shipment();
  private final List<String> asked = new ArrayList<>();
  private Path sent;

  @BeforeEach
  void writeFiles() throws IOException {
    sent = Files.createDirectories(temporary.resolve("sent/within"));
    Files.writeString(sent.resolve("small"), "small");
    Files.write(sent.resolve("large"), new byte[LARGE]);
    Files.createFile(sent.resolve("empty"));
    sent = sent.getParent();
  }

  @Test
  void aBundleArrivesAsItIs() throws IOException {
    Path folder = depot().folder(bundle(), this::piece);
    for (String name : List.of("small", "large", "empty")) {
      assertThat(folder.resolve("within").resolve(name))
          .hasSameBinaryContentAs(sent.resolve("within").resolve(name));
    }
  }

  @Test
  void everyFileComesOnceToAMachine() throws IOException {
    depot().folder(bundle(), this::piece);
    int first = asked.size();
    depot().folder(bundle(), this::piece);
    assertThat(asked).hasSize(first);
    Files.writeString(sent.resolve("within/new"), "new");
    Path folder = depot().folder(bundle(), this::piece);
    assertThat(asked).hasSize(first + 1);
    assertThat(folder.resolve("within/new")).hasContent("new");
    assertThat(folder.resolve("within/small")).hasContent("small");
  }

  @Test
  void whatArrivesDamagedIsRefusedAndComesAgainNextTime() throws IOException {
    Bundle bundle = bundle();
    assertThatThrownBy(() -> depot().folder(bundle, this::damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have the SHA-256");
    assertThat(depot().folder(bundle, this::piece).resolve("within/small")).hasContent("small");
  }

  @Test
  void aBundleKeepsToItsFolder() {
    Bundle outside = new Bundle(List.of(new Bundle.Entry("../../x", 0, "0".repeat(64))));
    assertThatThrownBy(() -> depot().folder(outside, this::piece))
        .hasMessageContaining("must lie in its bundle");
  }

  private Depot depot() {
    return new Depot(temporary.resolve("machine"));
  }

  private Bundle bundle() throws IOException {
    Bundle bundle = Bundle.within(sent, List.of("within"));
    shipment.add(bundle, sent);
    return bundle;
  }

  private byte[] piece(String checksum, long from) throws IOException {
    asked.add(checksum);
    return shipment.piece(checksum, from);
  }

  private byte[] damaged(String checksum, long from) throws IOException {
    byte[] piece = shipment.piece(checksum, from);
    piece[0]++;
    return piece;
  }
}
