package lamina.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.stream.Stream;
import lamina.config.MaskKinds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OriginTest {
  static Stream<NamedType> kinds() {
    return Stream.of(MaskKinds.named());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyMechanismSaysWhereItComesFrom(NamedType kind) {
    Origin origin = kind.getType().getAnnotation(Origin.class);
    assertThat(origin).as(kind.getName()).isNotNull();
    assertThat(origin.family()).matches("[a-z]+");
    assertThat(origin.paper()).matches("|.+, arXiv \\d{4}\\.\\d{4,5}");
  }
}
