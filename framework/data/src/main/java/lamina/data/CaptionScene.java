package lamina.data;

import static lamina.config.GarmentCaptions.CLIPS;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is shown and heard in 25 clips: a stretch of two {@link MomentTracks}, cut where few things
 * happen and none of them quickly.
 *
 * @param intervals in order; from one to the next the garment changes, or the voice, or both
 */
record CaptionScene(List<Interval> intervals) {
  /** How long anything stays as it is, in clips; so few frames are enough to see it. */
  static final int SHORTEST_INTERVAL = 4;

  private static final int FEWEST_INTERVALS = 2;
  private static final int MOST_INTERVALS = 5;

  /** How often tracks are drawn; most have a fitting stretch. */
  private static final int TRIES = 1000;

  /**
   * Some time in which nothing changes.
   *
   * @param start its first clip, from 0
   * @param garment what is shown, from 0
   * @param voice which language is spoken, from 0
   */
  record Interval(int start, int garment, int voice) {}

  /** Draws a scene from tracks in which the garment and the voice are there. */
  static CaptionScene draw(int garment, int voice, SplittableRandom random) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      MomentTracks tracks = MomentTracks.of(garment, voice, random);
      List<CaptionScene> fitting = new ArrayList<>();
      for (int from = 0; from + CLIPS <= tracks.garments().length; from++) {
        CaptionScene scene = new CaptionScene(intervals(tracks, from));
        if (scene.fits()) {
          fitting.add(scene);
        }
      }
      if (!fitting.isEmpty()) {
        return fitting.get(random.nextInt(fitting.size()));
      }
    }
    throw new IllegalStateException("no fitting scene in " + TRIES + " videos");
  }

  private static List<Interval> intervals(MomentTracks tracks, int from) {
    List<Interval> intervals = new ArrayList<>();
    for (int clip = 0; clip < CLIPS; clip++) {
      int garment = tracks.garments()[from + clip];
      int voice = tracks.voices()[from + clip];
      Interval last = clip == 0 ? null : intervals.get(intervals.size() - 1);
      if (last == null || last.garment() != garment || last.voice() != voice) {
        intervals.add(new Interval(clip, garment, voice));
      }
    }
    return List.copyOf(intervals);
  }

  private boolean fits() {
    if (intervals.size() < FEWEST_INTERVALS || intervals.size() > MOST_INTERVALS) {
      return false;
    }
    for (int i = 0; i < intervals.size(); i++) {
      if (end(i) - intervals.get(i).start() < SHORTEST_INTERVAL) {
        return false;
      }
    }
    return true;
  }

  /** The clip after an interval's last. */
  private int end(int interval) {
    return interval + 1 < intervals.size() ? intervals.get(interval + 1).start() : CLIPS;
  }

  /** What is there in a clip. */
  Interval at(int clip) {
    Interval there = intervals.get(0);
    for (Interval interval : intervals) {
      there = interval.start() <= clip ? interval : there;
    }
    return there;
  }

  /**
   * The clip at which the garment of a clip began to be shown; its photograph is one and the same.
   */
  int shownSince(int clip) {
    int since = 0;
    int garment = intervals.get(0).garment();
    for (Interval interval : intervals) {
      if (interval.start() <= clip && interval.garment() != garment) {
        since = interval.start();
        garment = interval.garment();
      }
    }
    return since;
  }
}
