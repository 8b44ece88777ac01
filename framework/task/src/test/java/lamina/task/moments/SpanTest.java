package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void distancesAreTheReferences() throws IOException {
    for (JsonNode gold : Fixtures.read("misc/giou_l1.json").get("cases")) {
      for (int i = 0; i < gold.get("pred_cxw").size(); i++) {
        for (int j = 0; j < gold.get("target_cxw").size(); j++) {
          Span a = span(gold.get("pred_cxw").get(i));
          Span b = span(gold.get("target_cxw").get(j));
          assertThat(a.generalizedIou(b))
              .isCloseTo(gold.get("giou").get(i).get(j).asDouble(), within(1e-9));
          assertThat(a.l1(b)).isCloseTo(gold.get("l1").get(i).get(j).asDouble(), within(1e-9));
        }
      }
    }
  }

  @Test
  void aSpanIsNoDistanceFromItself() {
    Span span = new Span(0.4, 0.2);
    assertThat(span.generalizedIou(span)).isCloseTo(1, within(1e-12));
    assertThat(span.l1(span)).isZero();
  }

  private static Span span(JsonNode centreAndWidth) {
    return new Span(centreAndWidth.get(0).asDouble(), centreAndWidth.get(1).asDouble());
  }
}
