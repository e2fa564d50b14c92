package skep.deploy.lab;

import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Classes whose labs have one name must not meet. */
final class LabLocks implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    return Set.of(new Lock("lab " + name(testClass), ResourceAccessMode.READ_WRITE));
  }

  static String name(Class<?> testClass) {
    return AnnotationSupport.findAnnotation(testClass, LabTest.class)
        .map(LabTest::value)
        .orElseThrow(() -> new IllegalArgumentException(testClass + " is no @LabTest"));
  }
}
