package lamina.dsl

import lamina.config.Activation
import lamina.config.AdamW
import lamina.config.AttentionChange
import lamina.config.AttentionMask
import lamina.config.AudioEncoder
import lamina.config.AudiovisualEncoders
import lamina.config.CaptionInput
import lamina.config.Captioner
import lamina.config.Captioning
import lamina.config.CaptionsData
import lamina.config.Classification
import lamina.config.ClassificationData
import lamina.config.Detector
import lamina.config.Experiment
import lamina.config.FeatureProjections
import lamina.config.FeatureTokens
import lamina.config.FrozenDecoder
import lamina.config.GarmentCaptions
import lamina.config.GarmentMoments
import lamina.config.GarmentPictures
import lamina.config.GarmentsAndVoices
import lamina.config.Generation
import lamina.config.ImageEncoder
import lamina.config.ImageFolder
import lamina.config.ImagesAndSounds
import lamina.config.LabelledFiles
import lamina.config.LanguageModel
import lamina.config.LlamaAdapter
import lamina.config.Mad
import lamina.config.MadFeatures
import lamina.config.MaskedAttention
import lamina.config.MelSpectrogram
import lamina.config.MomentDetr
import lamina.config.MomentRetrieval
import lamina.config.MomentsData
import lamina.config.MsrVtt
import lamina.config.Normalisation
import lamina.config.Optimizer
import lamina.config.PaddingOrder
import lamina.config.Patches
import lamina.config.PictureEncoders
import lamina.config.Pooling
import lamina.config.PretrainedDecoder
import lamina.config.QdDetr
import lamina.config.QvFeatures
import lamina.config.QvHighlights
import lamina.config.Schedule
import lamina.config.Selection
import lamina.config.Stopping
import lamina.config.SwinBert
import lamina.config.Training
import lamina.config.Transformer
import lamina.config.VideoPatches
import lamina.mask.LayerChoice
import lamina.mask.LearnableMask
import lamina.mask.MaskFusion
import lamina.mask.MaskInitialisation
import lamina.mask.MaskLength
import lamina.mask.MaskParametrisation
import lamina.mask.MaskPlacement
import lamina.mask.NoMask
import lamina.mask.OnLayers
import lamina.mask.SparseMask
import lamina.mask.StaticMask
import lamina.mechanism.Defaults
import kotlin.reflect.KFunction1

/** An experiment with plain attention: the baseline. Give it a mask with `with(learnableMask())`. */
public fun experiment(
    task: Classification,
    encoders: AudiovisualEncoders,
    backbone: Transformer,
    training: Training,
): Experiment<NoMask> = Experiment(task, encoders, backbone, NoMask(), training)

/** The same over pictures alone: a Vision Transformer. */
public fun experiment(
    task: Classification,
    encoders: PictureEncoders,
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

/** The same over features of videos, which become tokens. */
public fun experiment(
    task: Captioning,
    encoders: FeatureTokens,
    backbone: Transformer,
    training: Training,
): Experiment<NoMask> = Experiment(task, encoders, backbone, NoMask(), training)

/**
 * One label an example, learned with cross-entropy. [labelSmoothing] is a share of the target; [mixup] and [cutmix] are
 * the alpha of the share or area by which pictures of a batch are mixed, 0 for none.
 */
public fun classification(
    data: ClassificationData,
    pooling: Pooling = Pooling.MEAN,
    labelSmoothing: Double = 0.0,
    mixup: Double = 0.0,
    cutmix: Double = 0.0,
): Classification = Classification(data, pooling, labelSmoothing, mixup, cutmix)

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

/** Photographs of garments as they are, 28 x 28; see docs/image-classification.md. */
public fun garments(
    trainExamples: Int = 2000,
    validationExamples: Int = 500,
    testExamples: Int = 1000,
    compositionSeed: Long = 0,
): ClassificationData = GarmentPictures(trainExamples, validationExamples, testExamples, compositionSeed)

/** Pictures in a folder a class, as `lamina data add-images` listed and named them; see docs/image-classification.md. */
public fun imageFolder(
    checksum: String,
    classes: Int,
    side: Int = 224,
    mostExamples: Int = Int.MAX_VALUE,
): ClassificationData = ImageFolder(checksum, classes, side, mostExamples)

/** A sentence that says what a video shows; words in at least [leastCount] training captions are known. */
public fun captioning(
    data: CaptionsData,
    captioner: Captioner,
    generation: Generation = greedy(),
    leastCount: Int = 1,
): Captioning = Captioning(data, captioner, generation, leastCount)

/** SwinBERT's captioner, which learns to guess masked words; a mask acts on [caption, video]. */
public fun swinBert(
    captionTokens: Int = CaptionsData.CAPTION_TOKENS,
    maskedShare: Double = 0.5,
): Captioner = SwinBert(captionTokens, maskedShare)

/** A frozen language model behind adapter prompts; a mask acts on the encoder of pictures and sound. */
public fun llamaAdapter(
    decoder: LanguageModel,
    adaptedLayers: Int = decoder.layers(),
    captionTokens: Int = CaptionsData.CAPTION_TOKENS,
): Captioner = LlamaAdapter(decoder, adaptedLayers, captionTokens)

/** A small LLaMA that is first trained on the training captions alone, then frozen. */
public fun frozenDecoder(
    layers: Int,
    heads: Int,
    width: Int,
    epochs: Int,
    batch: Int = 64,
    learningRate: Double = 3e-3,
    seed: Long = 0,
): FrozenDecoder = FrozenDecoder(layers, heads, width, epochs, batch, learningRate, seed)

/** A LLaMA that you bring; docs/captions-official-files.md says which files go where and what [checksum] is. */
public fun pretrainedDecoder(
    name: String,
    checksum: String,
    layers: Int,
): PretrainedDecoder = PretrainedDecoder(name, checksum, layers)

/** The most probable word each time. */
public fun greedy(): Generation = Generation(1, 0.0)

/** The most probable caption that is found with [width] continuations at a time. */
public fun beams(
    width: Int,
    lengthPenalty: Double = 0.0,
): Generation = Generation(width, lengthPenalty)

/** Scenes of garments and voices with captions; see docs/data-garment-captions.md. */
public fun garmentCaptions(
    trainExamples: Int = GarmentCaptions.STANDARD.trainExamples(),
    validationExamples: Int = GarmentCaptions.STANDARD.validationExamples(),
    testExamples: Int = GarmentCaptions.STANDARD.testExamples(),
    input: CaptionInput = GarmentCaptions.STANDARD.input(),
    imageNoise: Double = GarmentCaptions.STANDARD.imageNoise(),
    audioSnrDecibels: Double = GarmentCaptions.STANDARD.audioSnrDecibels(),
    compositionSeed: Long = GarmentCaptions.STANDARD.compositionSeed(),
): CaptionsData =
    GarmentCaptions(
        trainExamples,
        validationExamples,
        testExamples,
        input,
        imageNoise,
        audioSnrDecibels,
        compositionSeed,
    )

/** [frames] of a scene, each cut into [grid] x [grid] patches that carry the frame's sound. */
public fun videoPatches(
    frames: Int,
    grid: Int,
): CaptionInput = VideoPatches(frames, grid)

/** 25 tokens of pictures, then 25 of sound. */
public fun imagesAndSounds(): CaptionInput = ImagesAndSounds()

/** MSR-VTT's annotations and own features of its videos; see docs/captions-official-files.md. */
public fun msrVtt(
    videoTokens: Int,
    videoFeatures: Int,
    audioTokens: Int = 0,
    audioFeatures: Int = 0,
    mostVideos: Int = Int.MAX_VALUE,
): CaptionsData = MsrVtt(videoTokens, videoFeatures, audioTokens, audioFeatures, mostVideos)

/** MAD's annotations and features; see docs/captions-official-files.md. */
public fun mad(
    features: MadFeatures = MadFeatures.CLIP_L14,
    videoTokens: Int = 25,
    audioTokens: Int = 0,
    audioFeatures: Int = 0,
    mostDescriptions: Int = Int.MAX_VALUE,
): CaptionsData = Mad(features, videoTokens, audioTokens, audioFeatures, mostDescriptions)

/** Features of each modality, projected to width D; [positions] adds a learned vector for a token's place. */
public fun featureTokens(positions: Boolean = true): FeatureTokens = FeatureTokens(positions)

/** One encoder a modality. */
public fun encoders(
    image: ImageEncoder,
    audio: AudioEncoder,
): AudiovisualEncoders = AudiovisualEncoders(image, audio)

/** The encoder of pictures without sound. */
public fun encoders(image: ImageEncoder): PictureEncoders = PictureEncoders(image)

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

/** The Transformer encoder over all tokens; [width] is D, [dropPath] the rate of stochastic depth in the last layer. */
public fun transformer(
    layers: Int,
    heads: Int,
    width: Int,
    feedForward: Int = 4 * width,
    dropout: Double = 0.0,
    activation: Activation = Activation.GELU,
    normalisation: Normalisation = Normalisation.PRE,
    dropPath: Double = 0.0,
): Transformer = Transformer(layers, heads, width, feedForward, dropout, activation, normalisation, dropPath)

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

/** SwinBERT's learned matrix over video tokens, with the [weight] of its sparsity loss; [hard] is 0 or 1. */
public fun sparseMask(
    weight: Double = 0.5,
    hard: Boolean = false,
): SparseMask = SparseMask(weight, hard)

/** A kind of mask by its class, with the defaults of its components but for [values]: `mechanism(CogAttention::keepEnds to false)`. */
public inline fun <reified M> mechanism(
    vararg values: Pair<KFunction1<M, *>, Any>,
): M where M : AttentionMask, M : Record =
    Defaults.of(M::class.java, values.associate { (component, value) -> component.name to value })

/** A [mask] in some layers of the encoder, plain attention in the others: `onLayers(mechanism<Alibi>(), LayerChoice.first())`. */
public fun onLayers(
    mask: AttentionChange,
    layers: LayerChoice,
): OnLayers = OnLayers(mask, layers)

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
