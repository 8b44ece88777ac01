package lamina.data.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lamina.data.DataException;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  @Test
  void oneCaptionIsEnough() {
    assertThat(new References("v", List.of("a dog")).captions()).containsExactly("a dog");
  }

  @Test
  void aVideoWithoutCaptionsIsRefused() {
    assertThatThrownBy(() -> new References("v", List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage("v must have at least 1 caption that is not blank, got 0");
  }

  @Test
  void aBlankCaptionIsRefused() {
    assertThatThrownBy(() -> new References("v", List.of("a dog", " ")))
        .isInstanceOf(DataException.class)
        .hasMessage("v must have no blank caption, got ' '");
  }
}
