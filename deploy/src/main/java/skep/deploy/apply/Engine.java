package skep.deploy.apply;

import java.util.function.UnaryOperator;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;

/**
 * What a run works with.
 *
 * @param redaction every text for people passes it
 */
public record Engine(
    Swarm swarm,
    RegistryCredentials logins,
    Timing timing,
    Patience patience,
    UnaryOperator<String> redaction) {}
