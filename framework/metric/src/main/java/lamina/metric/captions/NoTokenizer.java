package lamina.metric.captions;

import java.util.List;

/** Leaves captions as they are: for those that are tokenised already. */
public record NoTokenizer() implements CaptionTokenizer {
  static final String NAME = "none";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> tokenized(List<String> captions) {
    return captions;
  }
}
