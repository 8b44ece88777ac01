package lamina.dsl

import lamina.config.AttentionMask
import lamina.config.ConfigException
import lamina.config.Experiment
import lamina.config.MaskedAttention
import lamina.config.Pooling
import lamina.config.Trial
import lamina.mask.FrozenMask
import lamina.mask.LearnableMask
import lamina.mask.MaskFusion
import lamina.mask.MaskPlacement
import lamina.mask.ShuffledMask
import lamina.sweep.Sweep
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

class SweepDslTest {
    private val base =
        experiment(
            task = classification(garmentsAndVoices()),
            encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
            backbone = transformer(layers = 4, heads = 4, width = 64),
            training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
        )

    private val pictures =
        experiment(
            task = classification(garments(), Pooling.CLASS_TOKEN, labelSmoothing = 0.1, mixup = 0.8, cutmix = 1.0),
            encoders = encoders(image = patches(size = 2)),
            backbone = transformer(layers = 3, heads = 3, width = 48, dropPath = 0.1),
            training = training(epochs = 8, batch = 32, optimizer = adamW(learningRate = 2e-3)),
        )

    private val moments =
        experiment(
            task = momentRetrieval(garmentMoments(), qdDetr()),
            encoders = projections(),
            backbone =
                transformer(
                    layers = 2,
                    heads = 4,
                    width = 64,
                    activation = lamina.config.Activation.PRELU,
                    normalisation = lamina.config.Normalisation.POST,
                ),
            training = training(epochs = 6, batch = 16, optimizer = adamW(learningRate = 1e-3)),
        )

    private fun quickstart(seeds: IntRange): Sweep =
        sweep("quickstart") {
            seeds(seeds)
            variant(base)
            grid(base.with(learnableMask())) {
                vary(mask.placement) over MaskPlacement.values()
                vary(mask.fusion) over listOf(MaskFusion.MULTIPLY, MaskFusion.ADD)
                vary(mask.depth) over listOf(2, 4)
            }
        }

    @Test
    fun `a sweep is the sum of its variants and grids under every seed`() {
        val sweep = quickstart(0..4)
        assertThat(sweep.variants()).hasSize(13)
        assertThat(sweep.trials()).hasSize(65).doesNotHaveDuplicates()
        assertThat(sweep.baseline().name()).isEqualTo("no mask")
    }

    @Test
    fun `a cell is named by its values and keeps them by axis`() {
        val cell = quickstart(0..0).variants().last()
        assertThat(cell.name()).isEqualTo("per-layer, add, depth 4")
        assertThat(cell.axes())
            .isEqualTo(mapOf("mask.placement" to "per-layer", "mask.fusion" to "add", "mask.depth" to "4"))
    }

    @Test
    fun `a group has a baseline of its own`() {
        val sweep =
            sweep("data-size") {
                seeds(0..1)
                for (examples in listOf(100, 200)) {
                    val sized = base.withTask(classification(garmentsAndVoices(trainExamples = examples)))
                    group("n $examples") {
                        grid(sized.with(learnableMask())) { vary(mask.fusion) over listOf(MaskFusion.ADD) }
                        variant(sized)
                    }
                }
            }
        assertThat(sweep.variants().map { it.name() })
            .containsExactly("n 100, add", "n 100, no mask", "n 200, add", "n 200, no mask")
        assertThat(sweep.variants().map { sweep.baseline(it.group()).name() })
            .containsExactly("n 100, no mask", "n 100, no mask", "n 200, no mask", "n 200, no mask")
    }

    @Test
    fun `what differs in its number of examples alone is tried out once`() {
        val sweep =
            sweep("data-size") {
                seeds(0)
                for (examples in listOf(100, 200)) {
                    val sized = base.withTask(classification(garmentsAndVoices(trainExamples = examples)))
                    group("n $examples") {
                        variant(sized)
                        variant(sized.with(learnableMask()), "LAM")
                    }
                }
            }
        assertThat(sweep.smoke().variants().map { it.name() }).containsExactly("n 100, no mask", "n 100, LAM")
    }

    @Test
    fun `a group that cannot be is refused`() {
        refusedGroup("group 'b' must not be inside group 'a'") { group("a") { group("b") { variant(base) } } }
        refusedGroup("group 'a' must have at least one variant, got 0") { group("a") { } }
        refusedGroup("group name must not be blank, got ' '") { group(" ") { variant(base) } }
        refusedGroup("group names must differ, got 'a' twice") {
            group("a") { variant(base) }
            group("a") { variant(base.with(learnableMask())) }
        }
    }

    private fun refusedGroup(
        message: String,
        declare: SweepScope.() -> Unit,
    ) {
        assertThatThrownBy { sweep("groups", declare) }
            .isInstanceOf(ConfigException::class.java)
            .hasMessage(message)
    }

    @Test
    fun `controls of any task's masked experiment are rows of their own`() {
        val captions =
            experiment(
                task = captioning(garmentCaptions(), swinBert()),
                encoders = featureTokens(),
                backbone = transformer(layers = 2, heads = 4, width = 64),
                training = training(epochs = 6, batch = 16, optimizer = adamW(learningRate = 1e-3)),
            )
        for (plain in listOf(base, pictures, moments, captions)) {
            val masked = plain.with(learnableMask())
            val sweep =
                sweep("controls") {
                    seeds(0)
                    variant(plain)
                    controls(
                        masked,
                        equalParameters(),
                        stackedLayers(),
                        equalFlops(vocabulary = 100),
                        shuffledMask(),
                        frozenMask(),
                    )
                }
            assertThat(sweep.variants().map { it.name() })
                .containsExactly("no mask", "linear layers", "stacked layers", "wider", "shuffled mask", "frozen mask")
            assertThat(sweep.variants().map { it.experiment().mask() }.takeLast(2))
                .containsExactly(ShuffledMask(masked.mask()), FrozenMask(masked.mask()))
            assertThat(sweep.baseline().name()).isEqualTo("no mask")
            assertThat(sweep.trials()).doesNotHaveDuplicates()
        }
    }

    @Test
    fun `a wider control of SwinBERT is asked how many words there are`() {
        val captions =
            experiment(
                task = captioning(garmentCaptions(), swinBert()),
                encoders = featureTokens(),
                backbone = transformer(layers = 2, heads = 4, width = 64),
                training = training(epochs = 6, batch = 16, optimizer = adamW(learningRate = 1e-3)),
            )
        assertThatThrownBy { sweep("controls") { controls(captions.with(learnableMask()), equalFlops()) } }
            .isInstanceOf(ConfigException::class.java)
            .hasMessage("equalFlops.vocabulary must be given for SwinBERT, got none")
    }

    @Test
    fun `more seeds keep every trial that was there`() {
        assertThat(quickstart(0..6).trials()).containsAll(quickstart(0..4).trials())
    }

    @Test
    fun `a grid over every value holds the plain variant`() {
        val named =
            sweep("one") {
                seeds(0)
                variant(base.with(learnableMask(depth = 4)))
            }
        val inGrid =
            sweep("grid") {
                seeds(0)
                grid(base.with(learnableMask())) { vary(mask.depth) over listOf(2, 4) }
            }
        assertThat(inGrid.trials()).containsAll(named.trials())
    }

    @Test
    fun `the mask of a detector has a place, and only there`() {
        val sweep =
            sweep("places") {
                seeds(0)
                variant(moments)
                grid(moments.with(learnableMask())) { vary(detector.masked) over MaskedAttention.values() }
            }
        assertThat(sweep.variants().map { it.name() }).containsExactly("no mask", "cross-attention", "self-attention")
        val masked = moments.with(learnableMask())
        laws(masked, DetectorAxes().masked, MaskedAttention.SELF_ATTENTION, MaskedAttention.CROSS_ATTENTION)
        refused("axis detector.masked must vary a QdDetr that the experiment has once, got 0") {
            sweep("s") {
                seeds(0)
                grid(base.with(learnableMask())) { vary(detector.masked) over MaskedAttention.values() }
            }
        }
        refused("axis detector.masked must vary a QdDetr that the experiment has once, got 0") {
            sweep("s") {
                seeds(0)
                val plain = moments.withTask(momentRetrieval(garmentMoments(), momentDetr()))
                grid(plain.with(learnableMask())) { vary(detector.masked) over MaskedAttention.values() }
            }
        }
    }

    @Test
    fun `own data are declared by their checksum and form, and encoders must fit them`() {
        val own =
            labelledFiles(
                checksum = "3f".repeat(32),
                classes = 3,
                imageSide = 48,
                sampleRate = 16_000,
                audioMillis = 400,
            )

        fun over(
            size: Int,
            frameMillis: Int,
        ) = experiment(
            classification(own),
            encoders(patches(size), melSpectrogram(bands = 32, frameMillis = frameMillis)),
            base.backbone(),
            base.training(),
        )
        assertThat(over(size = 12, frameMillis = 20).tokens()).isEqualTo(16 + 20)
        refused("encoders.image.size must divide the image's side 48, got 10") { over(size = 10, frameMillis = 20) }
        refused("encoders.audio.frameMillis must divide the waveform's samples 6400, got 480") {
            over(size = 12, frameMillis = 30)
        }
        refused("task.data.checksum must be 64 hexadecimal digits") { labelledFiles("3f", 3, 48, 16_000, 400) }
    }

    @Test
    fun `every axis obeys the laws of a lens`() {
        val masked = base.with(learnableMask())
        val mask = MaskAxes()
        val backbone = BackboneAxes()
        val training = TrainingAxes()
        laws(masked, mask.placement, MaskPlacement.SHARED_MASK, MaskPlacement.SHARED_MODULE)
        laws(masked, mask.fusion, MaskFusion.ADD, MaskFusion.MULTIPLY_SHIFTED)
        laws(masked, mask.depth, 3, 7)
        laws(masked.with(learnableMask(hidden = 8)), mask.hidden, 16, 32)
        laws(
            masked,
            mask.parametrisation,
            lamina.mask.MaskParametrisation.TANH,
            lamina.mask.MaskParametrisation.SIGMOID,
        )
        laws(
            masked,
            mask.initialisation,
            lamina.mask.MaskInitialisation.KAIMING,
            lamina.mask.MaskInitialisation.IDENTITY,
        )
        laws(masked, mask.length, lamina.mask.MaskLength.CONTENT_KEYS, lamina.mask.MaskLength.FIXED)
        laws(masked, backbone.layers, 2, 3)
        laws(masked, backbone.heads, 2, 8)
        laws(masked, backbone.dropout, 0.2, 0.3)
        laws(masked, backbone.activation, lamina.config.Activation.RELU, lamina.config.Activation.GELU)
        laws(masked, backbone.normalisation, lamina.config.Normalisation.POST, lamina.config.Normalisation.PRE)
        laws(masked, training.epochs, 1, 2)
        laws(masked, training.optimizer, adamW(1e-4), adamW(1e-5))
    }

    private fun <M : AttentionMask, V : Any> laws(
        experiment: Experiment<M>,
        of: Axis<in M, V>,
        one: V,
        two: V,
    ) {
        @Suppress("UNCHECKED_CAST")
        val axis = of as Axis<M, V>
        assertThat(axis.get(axis.set(experiment, one))).isEqualTo(one)
        assertThat(axis.set(experiment, axis.get(experiment)!!)).isEqualTo(experiment)
        assertThat(axis.set(axis.set(experiment, one), two)).isEqualTo(axis.set(experiment, two))
    }

    @Test
    fun `what cannot be run is refused where it is declared`() {
        refused("sweep seeds must be at least one, got 0") {
            sweep("s") { variant(base) }
        }
        refused("mask.depth must be at least 1, got 0") {
            sweep("s") {
                seeds(0)
                grid(base.with(learnableMask())) { vary(mask.depth) over listOf(0) }
            }
        }
        refused("axis mask.depth must have at least one value, got none") {
            sweep("s") {
                seeds(0)
                grid(base.with(learnableMask())) { vary(mask.depth) over emptyList() }
            }
        }
        refused("axis mask.depth must have different values, got [2, 2]") {
            sweep("s") {
                seeds(0)
                grid(base.with(learnableMask())) { vary(mask.depth) over listOf(2, 2) }
            }
        }
        refused("are the same experiment") {
            sweep("s") {
                seeds(0)
                variant(base.with(learnableMask(depth = 2)))
                grid(base.with(learnableMask())) { vary(mask.depth) over listOf(2, 4) }
            }
        }
        refused("encoders.image.size must divide the image's side 40, got 7") {
            experiment(
                classification(garmentsAndVoices()),
                encoders(patches(size = 7), melSpectrogram(bands = 32)),
                transformer(layers = 1, heads = 1, width = 4),
                training(epochs = 1, batch = 1, optimizer = adamW(1e-3)),
            )
        }
    }

    private fun refused(
        message: String,
        declare: () -> Unit,
    ) {
        assertThatThrownBy { declare() }.isInstanceOf(ConfigException::class.java).hasMessageContaining(message)
    }

    @Test
    fun `a default is the same trial as the value written out`() {
        val implicit = Trial.of(base.with(learnableMask()), 0)
        val explicit = Trial.of(base.with(learnableMask(hidden = 64, depth = 2)), 0)
        assertThat(explicit.id()).isEqualTo(implicit.id())
    }
}
