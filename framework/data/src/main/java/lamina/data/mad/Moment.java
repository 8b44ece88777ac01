package lamina.data.mad;

/**
 * An audio description's moment of a film.
 *
 * @param id the description's name
 * @param movie the film's name
 * @param duration of the film, in seconds
 * @param start of the moment, in seconds, at least 0
 * @param end of the moment, after its start and at most the duration
 * @param sentence the audio description
 */
record Moment(
    String id, String movie, double duration, double start, double end, String sentence) {}
