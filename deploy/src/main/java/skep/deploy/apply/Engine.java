package skep.deploy.apply;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Release;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Timing;

/**
 * What a run works with.
 *
 * @param redaction every text for people passes it
 * @param secretsKnown makes the secret values of a release known to the redaction; false where it
 *     cannot know them all
 */
public record Engine(
    Swarm swarm,
    RegistryCredentials logins,
    Timing timing,
    Patience patience,
    UnaryOperator<String> redaction,
    Predicate<Release> secretsKnown) {}
