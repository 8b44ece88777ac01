package lamina.data;

import static lamina.config.MomentsData.CLIPS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.GarmentsAndVoices;

/**
 * What is shown and heard in a video, clip by clip. Three garments and three voices take turns on
 * two tracks that know nothing of each other; the query is then one of the pairs that meet, chosen
 * by lot, so the video alone does not say which pair is asked for.
 *
 * @param garments the garment of each clip
 * @param starts whether a clip begins a segment of the garment track
 * @param voices the voice of each clip
 */
record MomentTracks(int[] garments, boolean[] starts, int[] voices) {
  static final int MOST_WINDOWS = 3;

  /** How many garments, and how many voices, a video has. */
  private static final int CAST = 3;

  private static final int SHORTEST_SEGMENT = 2;
  private static final int LONGEST_SEGMENT = 30;

  /** Fewer than one draw in 100 has no fitting pair. */
  private static final int TRIES = 100;

  /** A garment and a voice of a video, by their places in its cast. */
  private record Pair(int garment, int voice) {}

  /** Draws a video in which the garment meets the voice one to three times, and each is alone. */
  static MomentTracks of(int garment, int voice, SplittableRandom random) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      boolean[] starts = new boolean[CLIPS];
      int[] shown = track(starts, random);
      int[] heard = track(new boolean[CLIPS], random);
      List<List<Pair>> pairs = pairs(shown, heard);
      int wanted = 1 + random.nextInt(MOST_WINDOWS);
      List<Pair> fitting = nearest(pairs, wanted);
      if (!fitting.isEmpty()) {
        Pair pair = fitting.get(random.nextInt(fitting.size()));
        int[] garments = cast(pair.garment(), garment, GarmentsAndVoices.CLASSES, random);
        int[] voices = cast(pair.voice(), voice, Source.LANGUAGES.size(), random);
        return new MomentTracks(
            Arrays.stream(shown).map(place -> garments[place]).toArray(),
            starts,
            Arrays.stream(heard).map(place -> voices[place]).toArray());
      }
    }
    throw new IllegalStateException("no fitting pair in " + TRIES + " videos");
  }

  /** Where a garment and a voice are there at once. */
  boolean[] moments(int garment, int voice) {
    return moments(garments, voices, garment, voice);
  }

  /** Segments of 2 to 30 clips, neighbours of different casts; marks where they start. */
  private static int[] track(boolean[] starts, SplittableRandom random) {
    int[] track = new int[CLIPS];
    int place = random.nextInt(CAST);
    for (int at = 0; at < CLIPS; ) {
      int length = random.nextInt(SHORTEST_SEGMENT, LONGEST_SEGMENT + 1);
      int end = CLIPS - (at + length) < SHORTEST_SEGMENT ? CLIPS : at + length;
      Arrays.fill(track, at, end, place);
      starts[at] = true;
      place = (place + 1 + random.nextInt(CAST - 1)) % CAST;
      at = end;
    }
    return track;
  }

  /**
   * By number of windows: the pairs that meet, and of which each is also there without the other.
   */
  private static List<List<Pair>> pairs(int[] shown, int[] heard) {
    List<List<Pair>> pairs = new ArrayList<>();
    for (int windows = 0; windows <= MOST_WINDOWS; windows++) {
      pairs.add(new ArrayList<>());
    }
    for (int garment = 0; garment < CAST; garment++) {
      for (int voice = 0; voice < CAST; voice++) {
        int windows = windows(moments(shown, heard, garment, voice));
        if (windows <= MOST_WINDOWS && bothAlone(shown, heard, garment, voice)) {
          pairs.get(windows).add(new Pair(garment, voice));
        }
      }
    }
    return pairs;
  }

  /** Those with the wanted number of windows, or the nearest number that there is. */
  private static List<Pair> nearest(List<List<Pair>> pairs, int wanted) {
    for (int distance = 0; distance < MOST_WINDOWS; distance++) {
      for (int windows : new int[] {wanted - distance, wanted + distance}) {
        if (windows >= 1 && windows <= MOST_WINDOWS && !pairs.get(windows).isEmpty()) {
          return pairs.get(windows);
        }
      }
    }
    return List.of();
  }

  private static boolean[] moments(int[] shown, int[] heard, int garment, int voice) {
    boolean[] moments = new boolean[CLIPS];
    for (int clip = 0; clip < CLIPS; clip++) {
      moments[clip] = shown[clip] == garment && heard[clip] == voice;
    }
    return moments;
  }

  private static int windows(boolean[] moments) {
    int windows = 0;
    for (int clip = 0; clip < CLIPS; clip++) {
      windows += moments[clip] && (clip == 0 || !moments[clip - 1]) ? 1 : 0;
    }
    return windows;
  }

  private static boolean bothAlone(int[] shown, int[] heard, int garment, int voice) {
    boolean garmentAlone = false;
    boolean voiceAlone = false;
    for (int clip = 0; clip < CLIPS; clip++) {
      garmentAlone |= shown[clip] == garment && heard[clip] != voice;
      voiceAlone |= shown[clip] != garment && heard[clip] == voice;
    }
    return garmentAlone && voiceAlone;
  }

  /** Who has which place: the wanted one its own, random others the rest. */
  private static int[] cast(int place, int wanted, int all, SplittableRandom random) {
    List<Integer> others = new ArrayList<>();
    for (int one = 0; one < all; one++) {
      if (one != wanted) {
        others.add(one);
      }
    }
    for (int i = others.size() - 1; i > 0; i--) {
      Collections.swap(others, i, random.nextInt(i + 1));
    }
    int[] cast = new int[CAST];
    for (int i = 0; i < CAST; i++) {
      cast[i] = i == place ? wanted : others.get(i);
    }
    return cast;
  }
}
