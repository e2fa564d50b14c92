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
 * ({@link Managers} of them, one by default), which all classes of this run share: use {@link
 * Lab#unique} names and remove what you made. They run one class after the other.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ResourceLock("lab")
@ExtendWith(SharedLabs.class)
public @interface LabTest {}
