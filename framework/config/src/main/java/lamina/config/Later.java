package lamina.config;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A number that came after the first trials had their identity: at 0 it is left out of the JSON, so
 * that they keep it, and where it is missing it is 0.
 */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@interface Later {
  /** Lets Jackson take 0 where a constructor's argument of this kind is missing. */
  final class Reader extends JacksonAnnotationIntrospector {
    private static final String ZERO = "zero";

    static InjectableValues values() {
      return new InjectableValues.Std().addValue(ZERO, 0.0);
    }

    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
      return member instanceof AnnotatedParameter && member.hasAnnotation(Later.class)
          ? JacksonInject.Value.construct(ZERO, true)
          : super.findInjectableValue(member);
    }
  }
}
