package lamina.dsl

import lamina.config.Activation
import lamina.config.AdamW
import lamina.config.AudioEncoder
import lamina.config.AudiovisualEncoders
import lamina.config.Classification
import lamina.config.ClassificationData
import lamina.config.Detector
import lamina.config.Experiment
import lamina.config.FeatureProjections
import lamina.config.GarmentMoments
import lamina.config.GarmentsAndVoices
import lamina.config.ImageEncoder
import lamina.config.LabelledFiles
import lamina.config.LearnableMask
import lamina.config.MaskFusion
import lamina.config.MaskInitialisation
import lamina.config.MaskLength
import lamina.config.MaskParametrisation
import lamina.config.MaskPlacement
import lamina.config.MaskedAttention
import lamina.config.MelSpectrogram
import lamina.config.MomentDetr
import lamina.config.MomentRetrieval
import lamina.config.MomentsData
import lamina.config.NoMask
import lamina.config.Normalisation
import lamina.config.Optimizer
import lamina.config.PaddingOrder
import lamina.config.Patches
import lamina.config.Pooling
import lamina.config.QdDetr
import lamina.config.QvFeatures
import lamina.config.QvHighlights
import lamina.config.Schedule
import lamina.config.Selection
import lamina.config.StaticMask
import lamina.config.Stopping
import lamina.config.Training
import lamina.config.Transformer

/** An experiment with plain attention: the baseline. Give it a mask with `with(learnableMask())`. */
public fun experiment(
    task: Classification,
    encoders: AudiovisualEncoders,
    backbone: Transformer,
    training: Training,
): Experiment<NoMask> = Experiment(task, encoders, backbone, NoMask(), training)

/** The same over frozen features. */
public fun experiment(
    task: MomentRetrieval,
    encoders: FeatureProjections,
    backbone: Transformer,
    training: Training,
): Experiment<NoMask> = Experiment(task, encoders, backbone, NoMask(), training)

/** One label an example, learned with cross-entropy. */
public fun classification(
    data: ClassificationData,
    pooling: Pooling = Pooling.MEAN,
): Classification = Classification(data, pooling)

/** The moments of a video that a query speaks of, and a score for every clip. */
public fun momentRetrieval(
    data: MomentsData,
    detector: Detector,
): MomentRetrieval = MomentRetrieval(data, detector)

/** QD-DETR; [masked] says which attention a mask acts on. */
public fun qdDetr(
    queries: Int = 10,
    decoderLayers: Int = 2,
    masked: MaskedAttention = MaskedAttention.CROSS_ATTENTION,
    paddingOrder: PaddingOrder = PaddingOrder.CORRECTED,
): Detector = QdDetr(queries, decoderLayers, masked, paddingOrder)

/** Moment-DETR; a mask acts on its encoder. */
public fun momentDetr(
    queries: Int = 10,
    decoderLayers: Int = 2,
): Detector = MomentDetr(queries, decoderLayers)

/** Videos of garments and voices with queries in words; see docs/data-garment-moments.md. */
public fun garmentMoments(
    trainQueries: Int = GarmentMoments.STANDARD.trainQueries(),
    validationQueries: Int = GarmentMoments.STANDARD.validationQueries(),
    testQueries: Int = GarmentMoments.STANDARD.testQueries(),
    imageNoise: Double = GarmentMoments.STANDARD.imageNoise(),
    audioSnrDecibels: Double = GarmentMoments.STANDARD.audioSnrDecibels(),
    compositionSeed: Long = GarmentMoments.STANDARD.compositionSeed(),
): MomentsData =
    GarmentMoments(
        trainQueries,
        validationQueries,
        testQueries,
        imageNoise,
        audioSnrDecibels,
        compositionSeed,
    )

/** The official QVHighlights annotations and features; docs/qvhighlights.md says where to put them. */
public fun qvHighlights(
    features: QvFeatures = QvFeatures.SLOWFAST_CLIP,
    mostQueries: Int = Int.MAX_VALUE,
): MomentsData = QvHighlights(features, mostQueries)

/** Garments on noisy canvases and the voices that stand for them; see docs/data-garments-and-voices.md. */
public fun garmentsAndVoices(
    trainExamples: Int = 1600,
    validationExamples: Int = 400,
    testExamples: Int = 1000,
    imageNoise: Double = 0.2,
    audioSnrDecibels: Double = 20.0,
    audioMillis: Int = 500,
    compositionSeed: Long = 0,
): ClassificationData =
    GarmentsAndVoices(
        trainExamples,
        validationExamples,
        testExamples,
        imageNoise,
        audioSnrDecibels,
        audioMillis,
        compositionSeed,
    )

/** Own pictures and sounds, as `lamina data add` prepared and named them; see docs/bring-your-own-data.md. */
public fun labelledFiles(
    checksum: String,
    classes: Int,
    imageSide: Int,
    sampleRate: Int,
    audioMillis: Int,
    mostExamples: Int = Int.MAX_VALUE,
): ClassificationData = LabelledFiles(checksum, classes, imageSide, sampleRate, audioMillis, mostExamples)

/** One encoder a modality. */
public fun encoders(
    image: ImageEncoder,
    audio: AudioEncoder,
): AudiovisualEncoders = AudiovisualEncoders(image, audio)

/** Frozen features, projected to width D by so many [layers] with [dropout] before each. */
public fun projections(
    layers: Int = 2,
    dropout: Double = 0.5,
): FeatureProjections = FeatureProjections(layers, dropout)

/** Square patches of [size] pixels, one token each. */
public fun patches(size: Int): ImageEncoder = Patches(size)

/** Log energies in mel [bands], one token every [frameMillis]. */
public fun melSpectrogram(
    bands: Int,
    frameMillis: Int = 20,
): AudioEncoder = MelSpectrogram(bands, frameMillis)

/** The Transformer encoder over all tokens; [width] is D. */
public fun transformer(
    layers: Int,
    heads: Int,
    width: Int,
    feedForward: Int = 4 * width,
    dropout: Double = 0.0,
    activation: Activation = Activation.GELU,
    normalisation: Normalisation = Normalisation.PRE,
): Transformer = Transformer(layers, heads, width, feedForward, dropout, activation, normalisation)

/** The Learnable Attention Mask; [depth] counts all linear layers, [hidden] is the backbone's width unless given. */
public fun learnableMask(
    placement: MaskPlacement = MaskPlacement.PER_LAYER,
    fusion: MaskFusion = MaskFusion.MULTIPLY,
    depth: Int = 2,
    hidden: Int? = null,
    parametrisation: MaskParametrisation = MaskParametrisation.UNCONSTRAINED,
    initialisation: MaskInitialisation = MaskInitialisation.DEFAULT,
    length: MaskLength = MaskLength.FIXED,
): LearnableMask = LearnableMask(placement, fusion, depth, hidden, parametrisation, initialisation, length)

/** A learned matrix, the same for every input: the control for a learnable mask. */
public fun staticMask(fusion: MaskFusion = MaskFusion.ADD): StaticMask = StaticMask(fusion)

/** How the parameters are found; [clipNorm] 0 means no clipping. */
public fun training(
    epochs: Int,
    batch: Int,
    optimizer: Optimizer,
    schedule: Schedule = warmupCosine(warmup = 0.1),
    clipNorm: Double = 1.0,
    selection: Selection = Selection.BEST_VALIDATION,
    stopping: Stopping = never(),
): Training = Training(epochs, batch, optimizer, schedule, clipNorm, selection, stopping)

/** AdamW; weight decay touches matrices only. */
public fun adamW(
    learningRate: Double,
    weightDecay: Double = 0.01,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1e-8,
): Optimizer = AdamW(learningRate, weightDecay, beta1, beta2, epsilon)

/** The learning rate rises for the share [warmup] of all steps, then falls to 0 along half a cosine. */
public fun warmupCosine(warmup: Double): Schedule = Schedule.WarmupCosine(warmup)

/** The learning rate stays as it is. */
public fun constantRate(): Schedule = Schedule.Constant()

/** All epochs are trained. */
public fun never(): Stopping = Stopping.Never()

/** Stops when validation has not improved for so many [epochs]. */
public fun patience(epochs: Int): Stopping = Stopping.Patience(epochs)
