package skep.deploy.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class that talks to a real Swarm. Its constructors and methods may take a {@link Lab}
 * ({@link Managers} of them, one by default), which all classes of this run with the same name here
 * share: use {@link Lab#unique} names and remove what you made. Classes of one name run one after
 * the other, those of another name beside them, in labs of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ResourceLock(providers = LabLocks.class)
@ExtendWith(SharedLabs.class)
public @interface LabTest {
  /** The slow ones wait more than they work: two labs at a time halve the wait. */
  String SECOND = "second";

  String THREE_MANAGERS = "three managers";

  String value() default "shared";
}
