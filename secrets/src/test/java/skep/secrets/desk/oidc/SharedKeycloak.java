package skep.secrets.desk.oidc;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Keycloak per run, started when first asked for, stopped when the run ends. */
final class SharedKeycloak implements ParameterResolver {
  private static final Namespace KEYCLOAK = Namespace.create(SharedKeycloak.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Keycloak.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(KEYCLOAK)
        .computeIfAbsent("the one", asked -> Keycloak.start(), Keycloak.class);
  }
}
