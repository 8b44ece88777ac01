package lamina.mechanism;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where a mechanism comes from, for lists of them; every one of Lamina's has it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Origin {
  /** What it has in common with others, one word: the part of attention that it changes. */
  String family();

  /** Who published it and where, as in {@code Lv et al., arXiv 2411.07176}; empty for nobody. */
  String paper() default "";
}
