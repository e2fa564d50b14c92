package skep.secrets.desk.oidc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that talks to a real Keycloak. Its constructors and methods may take a {@link
 * Keycloak}, one for all classes of this run: change nothing in it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith(SharedKeycloak.class)
public @interface KeycloakTest {}
