// Which detector, and where in it does a mask belong? QD-DETR with a mask on either of its attentions, and Moment-DETR with and without one.
fun base(detector: Detector, activation: Activation) = experiment(
    task = momentRetrieval(garmentMoments(imageNoise = 0.25, audioSnrDecibels = 26.0), detector),
    encoders = projections(layers = 2, dropout = 0.0),
    backbone = transformer(
        layers = 2,
        heads = 4,
        width = 64,
        feedForward = 64,
        activation = activation,
        normalisation = Normalisation.POST,
    ),
    training = training(
        epochs = 20,
        batch = 16,
        optimizer = adamW(learningRate = 1e-3, weightDecay = 1e-4),
        clipNorm = 0.1,
    ),
)

val mask = learnableMask(hidden = 16, initialisation = MaskInitialisation.IDENTITY)

sweep("qvhighlights-detectors-small") {
    seeds(0..4)
    variant(base(qdDetr(), Activation.PRELU), "QD-DETR")
    grid(base(qdDetr(), Activation.PRELU).with(mask), "QD-DETR") {
        vary(detector.masked) over MaskedAttention.values()
    }
    variant(base(momentDetr(), Activation.RELU), "Moment-DETR")
    variant(base(momentDetr(), Activation.RELU).with(mask), "Moment-DETR, masked encoder")
}
