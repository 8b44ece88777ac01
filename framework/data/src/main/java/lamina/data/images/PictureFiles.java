package lamina.data.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import lamina.config.ImageFolder;
import lamina.config.Modality;
import lamina.config.PictureEncoders;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Failure;
import lamina.data.ImageIndex;
import lamina.data.PatchFeatures;
import lamina.data.Split;

/**
 * A split of an image folder as features of tokens. Nothing is kept: a picture is read, held to its
 * checksum, decoded, cut out and scaled each time. Pictures of a batch are spread over threads, and
 * each writes to its own place, so that the result is the same however they take turns.
 */
public final class PictureFiles {
  /** ImageNet's, of red, green and blue, white 1: what models on it are trained with. */
  private static final double[] MEANS = {0.485, 0.456, 0.406};

  private static final double[] DEVIATIONS = {0.229, 0.224, 0.225};
  private static final int MOST_THREADS = 16;

  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
          work -> {
            Thread thread = new Thread(work, "pictures");
            thread.setDaemon(true);
            return thread;
          });

  private final ImageIndex index;
  private final Split split;
  private final Path root;
  private final int side;
  private final int size;
  private final Modality form;
  private final PatchFeatures patches;

  private PictureFiles(
      ImageIndex index, ImageFolder data, Split split, Modality form, PatchFeatures patches) {
    this.index = index;
    this.split = split;
    this.root = index.root();
    this.side = data.side();
    this.size = Math.min(index.size(split), data.mostExamples());
    this.form = form;
    this.patches = patches;
  }

  /**
   * Opens a split.
   *
   * @throws DataException where the folder has not been added, or is not there any more
   */
  public static PictureFiles open(
      ImageFolder data, PictureEncoders encoders, Split split, DataFolder folder) {
    PatchFeatures patches =
        encoders.picture().fold(p -> new PatchFeatures(p, data.side(), MEANS, DEVIATIONS));
    Modality form = data.modalities(encoders).get(0);
    return new PictureFiles(ImageIndex.open(data, folder), data, split, form, patches);
  }

  public int size() {
    return size;
  }

  /** The label of a picture, from 0. */
  public int label(int picture) {
    return index.label(split, picture);
  }

  /** The middle of each picture as tokens, (pictures, tokens, features) row by row. */
  public float[] features(int[] pictures) {
    return features(
        pictures, (picture, pixels) -> Crop.middle(pixels.width(), pixels.height(), side));
  }

  /**
   * A random part of each picture, mirrored every other time.
   *
   * @param chance the randomness of a picture
   */
  public float[] varied(int[] pictures, IntFunction<SplittableRandom> chance) {
    return features(
        pictures,
        (picture, pixels) ->
            Crop.random(pixels.width(), pixels.height(), side, chance.apply(picture)));
  }

  private float[] features(int[] pictures, BiFunction<Integer, Pixels, Crop> crop) {
    int length = form.tokens() * form.features();
    float[] features = new float[Math.multiplyExact(pictures.length, length)];
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < pictures.length; i++) {
      int place = i;
      all.add(
          POOL.submit(
              () -> {
                Pixels pixels = read(pictures[place]);
                float[] square = crop.apply(pictures[place], pixels).of(pixels, side);
                patches.write(square, features, place * length);
              }));
    }
    all.forEach(PictureFiles::await);
    return features;
  }

  private Pixels read(int picture) {
    ImageIndex.Entry entry = index.entry(split, picture);
    Path file = root.resolve(entry.path());
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != entry.bytes() || !Checksum.sha256(bytes).equals(entry.sha256())) {
        throw new DataException(
            "%s must be as it was added, of %d bytes and SHA-256 %s, got %d bytes of another"
                .formatted(file, entry.bytes(), entry.sha256(), bytes.length));
      }
      return Pixels.decode(bytes);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    }
  }

  private static void await(Future<?> one) {
    try {
      one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were read", e);
    }
  }
}
