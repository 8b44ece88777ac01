package lamina.results;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jetbrains.datalore.base.geometry.DoubleVector;
import jetbrains.datalore.plot.PlotSvgExport;
import org.apache.batik.transcoder.SVGAbstractTranscoder;
import org.apache.batik.transcoder.TranscoderException;
import org.apache.batik.transcoder.TranscoderInput;
import org.apache.batik.transcoder.TranscoderOutput;
import org.apache.batik.transcoder.image.PNGTranscoder;

/**
 * Lines over logarithmic axes, a row of panels a measure, as a PNG picture. Series differ in
 * colour, in dashes and in the shape of their points, so that the picture can be read in grey.
 *
 * @param x what the horizontal axis shows
 * @param points in the order of their series
 */
public record LinePlot(String title, String x, List<Point> points) {
  private static final DoubleVector SIZE = new DoubleVector(1000, 520);
  private static final float PIXELS_A_UNIT = 2;

  /** One measurement: y in the measure's unit. */
  public record Point(String measure, String column, String series, double x, double y) {}

  /** The picture. */
  public byte[] png() {
    String svg = PlotSvgExport.INSTANCE.buildSvgImageFromRawSpecs(specification(), SIZE);
    PNGTranscoder transcoder = new PNGTranscoder();
    transcoder.addTranscodingHint(
        SVGAbstractTranscoder.KEY_WIDTH, (float) SIZE.getX() * PIXELS_A_UNIT);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      transcoder.transcode(
          new TranscoderInput(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))),
          new TranscoderOutput(png));
    } catch (TranscoderException e) {
      throw new IllegalStateException("the plot cannot be drawn: " + e.getMessage(), e);
    }
    return png.toByteArray();
  }

  /** The plot in lets-plot's own terms. */
  private Map<String, Object> specification() {
    Map<String, Object> data =
        map(
            x,
            column(Point::x),
            "value",
            column(Point::y),
            "measure",
            column(Point::measure),
            "column",
            column(Point::column),
            "series",
            column(Point::series));
    Map<String, Object> mapping =
        map("x", x, "y", "value", "color", "series", "linetype", "series", "shape", "series");
    return map(
        "kind",
        "plot",
        "data",
        data,
        "mapping",
        mapping,
        "ggtitle",
        map("text", title),
        "layers",
        List.of(map("geom", "line", "size", 1.0), map("geom", "point", "size", 4.0)),
        "facet",
        map("name", "grid", "x", "column", "y", "measure", "x_order", 0, "scales", "free_y"),
        "scales",
        List.of(
            map("aesthetic", "x", "trans", "log10", "breaks", distinct(), "format", "d"),
            map("aesthetic", "y", "trans", "log10", "name", ""),
            map("aesthetic", "color", "scale_mapper_kind", "color_brewer", "palette", "Dark2")),
        "theme",
        map("name", "light", "legend_position", "right"));
  }

  private List<Object> column(Function<Point, Object> of) {
    return points.stream().map(of).toList();
  }

  private List<Double> distinct() {
    return points.stream().map(Point::x).distinct().sorted().toList();
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
