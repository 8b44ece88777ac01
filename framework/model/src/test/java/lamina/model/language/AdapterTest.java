package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import lamina.model.Cut;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdapterTest {
  private static final int PROMPTS = 3;
  private static final int ENCODED = 5;

  private NDManager manager;
  private DecoderGiven given;
  private Adapter adapter;
  private PromptProjection projection;
  private Parameters parameters;

  @BeforeEach
  void anAdapterInFrontOfTheLastLayer() {
    manager = NDManager.newBaseManager();
    given = DecoderGiven.of(DecoderGiven.config(), 5, manager);
    Declaration declaration = given.declaration();
    adapter = new Adapter(declaration.in("adapter"), given.decoder(), 1, PROMPTS);
    projection = new PromptProjection(declaration.in("projection"), ENCODED, 8);
    parameters = given.parameters(manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray logits(Pass pass, Prompts prompts) {
    Decoder decoder = given.decoder();
    Decoder.Read read = decoder.forward(pass, DecoderGiven.TOKENS, Past.NONE, prompts);
    return decoder.logits(pass, read.hidden());
  }

  private Prompts prompts(Pass pass, @Nullable NDArray encoded) {
    return adapter.forward(pass, encoded == null ? null : projection.forward(pass, encoded));
  }

  @Test
  void whileGatesAreZeroTheDecoderIsPlainToTheBit() {
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, ENCODED);
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      float[] plain = logits(pass, Prompts.NONE).toFloatArray();
      assertThat(logits(pass, prompts(pass, null)).toFloatArray()).isEqualTo(plain);
      assertThat(logits(pass, prompts(pass, encoded)).toFloatArray()).isEqualTo(plain);
    }
    openGates();
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      assertThat(logits(pass, prompts(pass, null)).toFloatArray())
          .isNotEqualTo(logits(pass, Prompts.NONE).toFloatArray());
    }
  }

  @Test
  void onlyPromptsGatesAndProjectionAreTrained() {
    int adapterSize = PROMPTS * 8 + 4;
    int projectionSize = ENCODED * 8 + 8 + 8 + 8;
    assertThat(given.declaration().size()).isEqualTo(adapterSize + projectionSize);
    assertThat(parameters.flat().size()).isEqualTo(adapterSize + projectionSize);
    assertThat(given.declaration().frozenTensors()).allMatch(Declaration.Tensor::frozen);
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      pass.backward(logits(pass, prompts(pass, null)).square().sum());
      for (Declaration.Tensor tensor : given.declaration().frozenTensors()) {
        assertThat(pass.get(tensor).hasGradient()).as(tensor.name()).isFalse();
      }
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      float[] values = gradient.toFloatArray();
      assertThat(values).isNotEqualTo(new float[values.length]);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferencesWithAndWithoutAnEncoder() {
    openGates();
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, ENCODED);
    FiniteDifferences.check(
        manager,
        parameters,
        pass -> logits(pass, prompts(pass, pass.zeros(encoded.getShape()).add(encoded))));
  }

  @Test
  void gradientsFlowThroughTheLayersBehindAnAdaptedOne() {
    DecoderGiven deep = DecoderGiven.of(DecoderGiven.config(), 5, manager);
    Adapter everywhere = new Adapter(deep.declaration().in("adapter"), deep.decoder(), 2, PROMPTS);
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, 8);
    FiniteDifferences.check(
        manager,
        deep.parameters(manager),
        pass -> {
          NDArray added = pass.zeros(encoded.getShape()).add(encoded);
          Prompts prompts = everywhere.forward(pass, added);
          Decoder.Read read = deep.decoder().forward(pass, DecoderGiven.TOKENS, Past.NONE, prompts);
          return deep.decoder().logits(pass, read.hidden());
        });
  }

  @Test
  void whatIsAddedReachesItsOwnExampleAlone() {
    openGates();
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, ENCODED);
    NDArray other = encoded.duplicate();
    other.set(new NDIndex("1"), manager.create(0.5f));
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray before = logits(pass, prompts(pass, encoded));
      NDArray after = logits(pass, prompts(pass, other));
      assertThat(after.get(0).toFloatArray()).isEqualTo(before.get(0).toFloatArray());
      assertThat(after.get(1).toFloatArray()).isNotEqualTo(before.get(1).toFloatArray());
    }
  }

  @Test
  void whatIsAddedToAPromptThatIsPaddingChangesNothing() {
    openGates();
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, ENCODED);
    NDArray other = encoded.duplicate();
    other.set(new NDIndex("1, 2"), manager.create(50f));
    boolean[] marks = {true, true, true, true, true, false};
    NDArray real = manager.create(marks, new Shape(2, PROMPTS));
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      float[] before = logits(pass, padded(pass, encoded, real)).toFloatArray();
      assertThat(logits(pass, padded(pass, other, real)).toFloatArray()).isEqualTo(before);
      assertThat(logits(pass, prompts(pass, encoded)).toFloatArray()).isNotEqualTo(before);
    }
  }

  @Test
  void paddedPromptsAreReadAsFewerPromptsAre() {
    openGates();
    NDArray encoded = Given.uniform(manager, 4, 2, PROMPTS, ENCODED);
    DecoderGiven same = DecoderGiven.of(DecoderGiven.config(), 5, manager);
    Adapter fewer = new Adapter(same.declaration().in("adapter"), same.decoder(), 1, 2);
    PromptProjection its = new PromptProjection(same.declaration().in("projection"), ENCODED, 8);
    Parameters cut = same.parameters(manager);
    Cut.set(cut, parameters);
    boolean[] marks = {true, true, false, true, true, false};
    NDArray real = manager.create(marks, new Shape(2, PROMPTS));
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY);
        Pass shorter = Pass.evaluation(manager, cut, Observer.NOBODY)) {
      Prompts two = fewer.forward(shorter, its.forward(shorter, encoded.get(":, :2")));
      Decoder.Read read = same.decoder().forward(shorter, DecoderGiven.TOKENS, Past.NONE, two);
      assertThat(logits(pass, padded(pass, encoded, real)).toFloatArray())
          .containsExactly(
              same.decoder().logits(shorter, read.hidden()).toFloatArray(), within(1e-5f));
    }
  }

  private Prompts padded(Pass pass, NDArray encoded, NDArray real) {
    return adapter.forward(pass, projection.forward(pass, encoded), real);
  }

  @Test
  void adaptersThatDoNotFitAreRefused() {
    Declaration declaration = new Declaration();
    assertThatThrownBy(() -> new Adapter(declaration, given.decoder(), 3, 1))
        .hasMessage("adapter.layers must be between 1 and the decoder's 2, got 3");
    assertThatThrownBy(() -> new Adapter(declaration, given.decoder(), 1, 0))
        .hasMessage("adapter.prompts must be at least 1, got 0");
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray wrong = Given.uniform(manager, 4, 2, PROMPTS + 1, 8);
      assertThatThrownBy(() -> adapter.forward(pass, wrong))
          .hasMessage("what is added to prompts must be of shape (B, 3, 8), got (2, 4, 8)");
    }
  }

  private void openGates() {
    float[] values = parameters.values();
    for (int head = 0; head < 4; head++) {
      values[PROMPTS * 8 + head] = 0.3f * (head + 1);
    }
    parameters.set(values);
  }
}
