package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  @TempDir Path folder;

  private Path file(String header, ByteBuffer data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(Long.BYTES + text.length + data.limit()).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(text.length).put(text).put(data.rewind());
    return Files.write(folder.resolve("any.safetensors"), all.array());
  }

  private static ByteBuffer shorts(int... bits) {
    ByteBuffer data = ByteBuffer.allocate(Short.BYTES * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : bits) {
      data.putShort((short) value);
    }
    return data;
  }

  private float[] values(String type, int... bits) throws IOException {
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(type, bits.length, 2 * bits.length);
    try (SafetensorsFile opened = SafetensorsFile.open(file(header, shorts(bits)))) {
      return opened.values("w");
    }
  }

  /** 1, -2, 2/3 rounded, the greatest, the least normal, two below it, both zeros. */
  @Test
  void halfPrecisionIsReadExactly() throws IOException {
    assertThat(values("F16", 0x3c00, 0xc000, 0x3955, 0x7bff, 0x0400, 0x03ff, 0x8001, 0, 0x8000))
        .containsExactly(1f, -2f, 0x1.554p-1f, 65504f, 0x1p-14f, 0x1.ff8p-15f, -0x1p-24f, 0f, -0f);
    float[] special = values("F16", 0x7c00, 0xfc00, 0x7e00);
    assertThat(special[0]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(special[1]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(special[2]).isNaN();
  }

  @Test
  void brainFloatsAreReadExactly() throws IOException {
    assertThat(values("BF16", 0x3f80, 0xc000, 0x3e9b, 0x0001, 0x8000, 0x7f7f))
        .containsExactly(1f, -2f, 0x1.36p-2f, 0x1p-133f, -0f, 0x1.fep127f);
    assertThat(values("BF16", 0x7f80)).containsExactly(Float.POSITIVE_INFINITY);
  }

  @Test
  void aHeaderMayNameTensorsInAnyOrder() throws IOException {
    String header =
        "{\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[4,6]},"
            + "\"a\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[0,4]}}";
    try (SafetensorsFile opened =
        SafetensorsFile.open(file(header, shorts(0x3c00, 0x4000, 0x4080)))) {
      assertThat(opened.shapes().keySet()).containsExactly("b", "a");
      assertThat(opened.shapes().get("a")).containsExactly(2, 1);
      assertThat(opened.values("a")).containsExactly(1, 2);
      assertThat(opened.values("b")).containsExactly(4);
      assertThatThrownBy(() -> opened.values("c")).hasMessageContaining("there is no tensor c");
    }
  }

  @Test
  void headersThatDoNotFitTheirValuesAreRefused() throws IOException {
    assertRefused("\"I64\",\"shape\":[1],\"data_offsets\":[0,8]", "F32, F16 or BF16, got I64");
    assertRefused("\"F16\",\"shape\":[2],\"data_offsets\":[0,8]", "w has a wrong size");
    assertRefused("\"F16\",\"shape\":[-4],\"data_offsets\":[0,8]", "w has a wrong size");
    assertRefused(
        "\"F16\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]", "w has a wrong size");
    assertRefused("\"F16\",\"shape\":[3],\"data_offsets\":[2,8]", "w is out of place");
    assertRefused("\"F16\",\"shape\":[3],\"data_offsets\":[0,6]", "after its last tensor");
    assertRefused("\"F16\",\"shape\":[5],\"data_offsets\":[0,10]", "it is truncated");
  }

  private void assertRefused(String tensor, String why) throws IOException {
    Path file = file("{\"w\":{\"dtype\":" + tensor + "}}", shorts(0, 0, 0, 0));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }
}
