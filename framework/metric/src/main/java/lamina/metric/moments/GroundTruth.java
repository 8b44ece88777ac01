package lamina.metric.moments;

import java.util.List;

/**
 * One line of QVHighlights' annotations.
 *
 * @param qid number of the query
 * @param query its text
 * @param duration length of the video, in seconds
 * @param vid name of the video
 * @param windows the relevant windows
 * @param clips numbers of the relevant clips, two seconds each, from 0
 * @param saliency what three raters say of each relevant clip, 0 to 4
 */
public record GroundTruth(
    long qid,
    String query,
    double duration,
    String vid,
    List<Window> windows,
    List<Integer> clips,
    List<List<Integer>> saliency) {

  /** A part of a video, in seconds. */
  public record Window(double start, double end) {
    public double length() {
      return end - start;
    }
  }
}
