package lamina.metric.captions;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers as METEOR's program does, with made-up scores: an item's statistics are its number of
 * references and of its candidate's words, its score the quotient, that of all the largest.
 */
public final class FakeMeteor {
  private FakeMeteor() {}

  public static void main(String[] arguments) throws Exception {
    if (!List.of(arguments).equals(List.of("-", "-", "-stdio", "-l", "en", "-norm"))) {
      System.err.println("unknown arguments");
      System.exit(1);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] fields = line.split(" \\|\\|\\| ", -1);
      if (line.endsWith("die")) {
        System.err.println("cannot go on");
        System.exit(3);
      } else if (fields[0].equals("SCORE")) {
        out.println((fields.length - 2) + ".0 " + fields[fields.length - 1].split(" ").length);
      } else {
        evaluate(fields, out);
      }
    }
  }

  private static void evaluate(String[] fields, PrintStream out) {
    double largest = 0;
    for (int i = 1; i < fields.length; i++) {
      String[] statistics = fields[i].split(" ");
      double score = Double.parseDouble(statistics[0]) / Double.parseDouble(statistics[1]);
      largest = Math.max(largest, score);
      out.println(score == 13 ? "no number" : "" + score);
    }
    out.println(largest);
  }
}
