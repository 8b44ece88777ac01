package lamina.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.GarmentsAndVoices;
import lamina.config.MomentsData;

/**
 * What is shown and heard in a video, clip by clip. The parts where the query's garment, its voice,
 * both or neither are there are laid out first; then each track is filled, on its own, with other
 * garments or voices, so that no further moment can appear.
 *
 * @param garments the garment of each clip
 * @param starts whether a clip begins a segment of the garment track
 * @param voices the voice of each clip
 */
record MomentTracks(int[] garments, boolean[] starts, int[] voices) {
  private static final int CLIPS = MomentsData.CLIPS;
  private static final int MOST_WINDOWS = 3;
  private static final int SHORTEST = 2;
  private static final int LONGEST_PART = 8;
  private static final int LONGEST_SEGMENT = 20;
  private static final int OTHER_GARMENTS = 3;
  private static final int OTHER_VOICES = 2;

  /** Shortest and longest window in clips: up to 10 s, up to 30 s, and longer. */
  private static final int[][] WINDOWS = {{2, 5}, {6, 15}, {16, 24}};

  /** What of the query is there in a part of the video. */
  private enum Kind {
    BOTH,
    GARMENT,
    VOICE,
    NEITHER
  }

  private record Part(Kind kind, int clips) {}

  /** Lays out a video for a query. */
  static MomentTracks of(int garment, int voice, SplittableRandom random) {
    List<Kind> kinds = new ArrayList<>(CLIPS);
    for (Part part : parts(random)) {
      kinds.addAll(Collections.nCopies(part.clips(), part.kind()));
    }
    int[] garments = new int[CLIPS];
    int[] voices = new int[CLIPS];
    boolean[] starts = new boolean[CLIPS];
    boolean[] voiceStarts = new boolean[CLIPS];
    boolean[] shown = new boolean[CLIPS];
    boolean[] heard = new boolean[CLIPS];
    for (int clip = 0; clip < CLIPS; clip++) {
      shown[clip] = kinds.get(clip) == Kind.BOTH || kinds.get(clip) == Kind.GARMENT;
      heard[clip] = kinds.get(clip) == Kind.BOTH || kinds.get(clip) == Kind.VOICE;
    }
    int[] otherGarments = others(garment, GarmentsAndVoices.CLASSES, OTHER_GARMENTS, random);
    int[] otherVoices = others(voice, Source.LANGUAGES.size(), OTHER_VOICES, random);
    fill(garments, starts, shown, garment, otherGarments, random);
    fill(voices, voiceStarts, heard, voice, otherVoices, random);
    return new MomentTracks(garments, starts, voices);
  }

  /** Where a garment and a voice are there at once. */
  boolean[] moments(int garment, int voice) {
    boolean[] moments = new boolean[CLIPS];
    for (int clip = 0; clip < CLIPS; clip++) {
      moments[clip] = garments[clip] == garment && voices[clip] == voice;
    }
    return moments;
  }

  /** Windows, each between other parts or the video's ends; both kinds of distractors are there. */
  private static List<Part> parts(SplittableRandom random) {
    List<Part> windows = windows(random);
    int rest = CLIPS - windows.stream().mapToInt(Part::clips).sum();
    List<Part> between = between(rest, random);
    List<List<Part>> gaps = new ArrayList<>();
    for (int gap = 0; gap <= windows.size(); gap++) {
      gaps.add(new ArrayList<>());
    }
    int next = 0;
    for (int gap = 1; gap < windows.size(); gap++) {
      gaps.get(gap).add(between.get(next++));
    }
    for (; next < between.size(); next++) {
      gaps.get(random.nextInt(gaps.size())).add(between.get(next));
    }
    List<Part> parts = new ArrayList<>(gaps.get(0));
    for (int window = 0; window < windows.size(); window++) {
      parts.add(windows.get(window));
      parts.addAll(gaps.get(window + 1));
    }
    return parts;
  }

  /** One to three in any order; at most one is long, which leaves 21 clips for other parts. */
  private static List<Part> windows(SplittableRandom random) {
    int count = 1 + random.nextInt(MOST_WINDOWS);
    List<Part> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] bounds = WINDOWS[random.nextInt(i == 0 ? WINDOWS.length : WINDOWS.length - 1)];
      windows.add(new Part(Kind.BOTH, random.nextInt(bounds[0], bounds[1] + 1)));
    }
    shuffle(windows, random);
    return windows;
  }

  private static List<Part> between(int clips, SplittableRandom random) {
    List<Integer> lengths = cut(clips, LONGEST_PART, random);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(Kind.GARMENT, lengths.get(0)));
    parts.add(new Part(Kind.VOICE, lengths.get(1)));
    Kind[] kinds = {Kind.GARMENT, Kind.VOICE, Kind.NEITHER};
    for (int length : lengths.subList(2, lengths.size())) {
      parts.add(new Part(kinds[random.nextInt(kinds.length)], length));
    }
    shuffle(parts, random);
    return parts;
  }

  /** Cuts a stretch of at least two clips into pieces of at least two. */
  private static List<Integer> cut(int clips, int longest, SplittableRandom random) {
    List<Integer> lengths = new ArrayList<>();
    int left = clips;
    while (left > 0) {
      int length = Math.min(left, random.nextInt(SHORTEST, longest + 1));
      length = left - length == 1 ? left : length;
      lengths.add(length);
      left -= length;
    }
    return lengths;
  }

  /** A video repeats a few, so that the query's are not the only ones that come back. */
  private static int[] others(int wanted, int of, int count, SplittableRandom random) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      if (i != wanted) {
        all.add(i);
      }
    }
    shuffle(all, random);
    return all.subList(0, count).stream().mapToInt(i -> i).toArray();
  }

  /** The wanted one where it is to be, segments of others elsewhere; neighbours differ. */
  private static void fill(
      int[] track,
      boolean[] starts,
      boolean[] there,
      int wanted,
      int[] others,
      SplittableRandom random) {
    for (int from = 0; from < CLIPS; ) {
      int to = from;
      while (to < CLIPS && there[to] == there[from]) {
        to++;
      }
      if (there[from]) {
        Arrays.fill(track, from, to, wanted);
        starts[from] = true;
      } else {
        int at = from;
        int last = -1;
        for (int length : cut(to - from, LONGEST_SEGMENT, random)) {
          last = another(others, last, random);
          Arrays.fill(track, at, at + length, last);
          starts[at] = true;
          at += length;
        }
      }
      from = to;
    }
  }

  private static int another(int[] values, int last, SplittableRandom random) {
    int value = values[random.nextInt(values.length)];
    while (value == last) {
      value = values[random.nextInt(values.length)];
    }
    return value;
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
