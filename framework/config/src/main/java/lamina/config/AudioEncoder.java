package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** How a waveform becomes tokens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = MelSpectrogram.class, name = "mel-spectrogram"))
public sealed interface AudioEncoder permits MelSpectrogram {
  /** The value of the one function that fits this kind. */
  <R> R fold(Function<MelSpectrogram, R> melSpectrogram);

  /** How many tokens a waveform of {@code samples} samples gives. */
  int tokens(int samples, int sampleRate);

  /** Values a token holds before it is projected to the backbone's width. */
  int features();
}
