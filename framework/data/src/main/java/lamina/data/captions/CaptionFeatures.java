package lamina.data.captions;

/**
 * One example as the model sees it. There may be fewer tokens than the most that the data's
 * configuration allows.
 *
 * @param video features of the pictures' tokens, row by row, (videoTokens, Fv)
 * @param videoTokens how many, at least 1
 * @param audio features of the sound's tokens, row by row, (audioTokens, Fa)
 * @param audioTokens how many; 0 for a video without sound, and where sound is no input of its own
 */
public record CaptionFeatures(float[] video, int videoTokens, float[] audio, int audioTokens) {}
