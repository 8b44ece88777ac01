package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Safetensors(
            Map.of("w", new Safetensors.Tensor(new long[] {1, 2}, new float[] {1, -2})),
            Map.of("k", "v"))
        .write(file);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes[0] & 0xff).isEqualTo(header.length());
    assertThat(new String(bytes, 8, header.length(), StandardCharsets.UTF_8)).isEqualTo(header);
    assertThat(Arrays.copyOfRange(bytes, 8 + header.length(), bytes.length))
        .containsExactly(0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 30; round++) {
      Safetensors written = any(random);
      Path file = folder.resolve("round-" + round);
      written.write(file);
      Safetensors read = Safetensors.read(file);
      assertThat(read.metadata()).isEqualTo(written.metadata());
      assertThat(read.tensors().keySet()).isEqualTo(written.tensors().keySet());
      written
          .tensors()
          .forEach(
              (name, tensor) -> {
                assertThat(read.tensors().get(name).shape()).isEqualTo(tensor.shape());
                assertThat(read.tensors().get(name).values()).isEqualTo(tensor.values());
              });
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = folder.resolve("whole");
    any(new SplittableRandom(9)).write(file);
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut");
    for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 97)) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(cut.toString());
    }
    Files.write(cut, Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> Safetensors.read(cut)).hasMessageContaining("after its last tensor");
  }

  private static Safetensors any(SplittableRandom random) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      long[] shape = {1 + random.nextInt(4), 1 + random.nextInt(9)};
      float[] values = new float[(int) (shape[0] * shape[1])];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextDouble();
      }
      tensors.put("tensor." + i, new Safetensors.Tensor(shape, values));
    }
    return new Safetensors(tensors, Map.of("epoch", "3"));
  }
}
