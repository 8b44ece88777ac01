package lamina.results.plot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jetbrains.datalore.base.geometry.DoubleVector;
import jetbrains.datalore.plot.PlotSvgExport;
import org.apache.batik.transcoder.SVGAbstractTranscoder;
import org.apache.batik.transcoder.TranscoderException;
import org.apache.batik.transcoder.TranscoderInput;
import org.apache.batik.transcoder.TranscoderOutput;
import org.apache.batik.transcoder.image.PNGTranscoder;
import org.apache.fop.svg.PDFTranscoder;

/**
 * A picture in lets-plot's own terms.
 *
 * @param specification what lets-plot draws
 * @param width in units; a PNG has two pixels a unit
 * @param height likewise
 * @param text what the picture shows, in words, for who cannot see it
 */
public record Picture(Map<String, Object> specification, int width, int height, String text) {
  private static final float PIXELS_A_UNIT = 2;

  /** The same drawn on another area; text keeps its size. */
  public Picture sized(int newWidth, int newHeight) {
    return new Picture(specification, newWidth, newHeight, text);
  }

  /** As scalable vector graphics. */
  public String svg() {
    return PlotSvgExport.INSTANCE.buildSvgImageFromRawSpecs(
        specification, new DoubleVector(width, height));
  }

  /** As pixels. */
  public byte[] png() {
    PNGTranscoder transcoder = new PNGTranscoder();
    transcoder.addTranscodingHint(SVGAbstractTranscoder.KEY_WIDTH, width * PIXELS_A_UNIT);
    return transcoded(transcoder);
  }

  /** As vectors for a paper: text stays text, in fonts that every reader has. */
  public byte[] pdf() {
    PDFTranscoder transcoder = new PDFTranscoder();
    // the fonts of this machine would be searched for, and differ from those of the next
    transcoder.addTranscodingHint(PDFTranscoder.KEY_AUTO_FONTS, false);
    return transcoded(transcoder);
  }

  private byte[] transcoded(SVGAbstractTranscoder transcoder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      transcoder.transcode(
          new TranscoderInput(new ByteArrayInputStream(svg().getBytes(StandardCharsets.UTF_8))),
          new TranscoderOutput(bytes));
    } catch (TranscoderException e) {
      throw new IllegalStateException("the plot cannot be drawn: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
