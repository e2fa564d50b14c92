package skep.deploy.swarm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Any Swarm, whose tasks have all written the same lines. */
public final class WritingSwarm {
  private WritingSwarm() {}

  public static Swarm over(Swarm swarm, String... lines) {
    return (Swarm)
        Proxy.newProxyInstance(
            Swarm.class.getClassLoader(),
            new Class<?>[] {Swarm.class},
            (_, method, arguments) -> {
              if (method.getName().equals("taskLog")) {
                return List.of(lines);
              }
              try {
                return method.invoke(swarm, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
