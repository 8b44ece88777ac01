package lamina.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchScriptArchiveTest {
  private static final byte[] PRODUCT =
      TorchScriptArchive.of(List.of("a", "b"), "torch.mul(a, torch.exp(b))");

  @Test
  void anArchiveIsStoredUncompressedUnderOneFolder() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(PRODUCT))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .containsExactly(
            "lamina/data.pkl",
            "lamina/code/__torch__.py",
            "lamina/constants.pkl",
            "lamina/version");
  }

  @Test
  void theEngineRunsItWithGradientsWhateverRanBefore() {
    Model model = FusedKernel.load(PRODUCT);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray a = manager.create(new float[] {1, 2, 3});
      NDArray b = manager.create(new float[] {0, 1, -1});
      for (int i = 0; i < 4; i++) {
        assertThat(run(model, a, b).toFloatArray()[1])
            .isCloseTo((float) (2 * Math.E), within(1e-6f));
      }
      b.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(run(model, a, b).sum());
      }
      assertThat(b.getGradient().toFloatArray())
          .containsExactly(
              new float[] {1, (float) (2 * Math.E), (float) (3 / Math.E)}, within(1e-6f));
    }
  }

  @Test
  void whatTheEngineRefusesIsSaidClearly() {
    byte[] unknown = TorchScriptArchive.of(List.of("a"), "torch.no_such_operation(a)");
    assertThatThrownBy(() -> FusedKernel.load(unknown))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the engine refuses an operation")
        .hasMessageContaining("format version 3")
        .hasMessageContaining("no_such_operation");
    assertThatThrownBy(() -> FusedKernel.load(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the engine refuses an operation");
  }

  private static NDArray run(Model model, NDArray a, NDArray b) {
    ParameterStore none = new ParameterStore(a.getManager(), false);
    return model.getBlock().forward(none, new NDList(a, b), true).head();
  }
}
