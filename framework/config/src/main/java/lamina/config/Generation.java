package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.notNegative;

/**
 * How captions are found in what a model says of the next word.
 *
 * @param beams continuations that go on at a time; 1 takes the most probable word each time
 * @param lengthPenalty a caption's log probability is divided by its length to this power: 0 for
 *     probability alone, 1 for the mean over words
 */
public record Generation(int beams, double lengthPenalty) {
  public Generation {
    atLeast(1, "task.generation.beams", beams);
    notNegative("task.generation.lengthPenalty", lengthPenalty);
  }
}
