package skep.deploy.verify;

/**
 * How far a service is.
 *
 * @param ready tasks that run, or completed where that is what they are for
 * @param state for people: {@code 2/3 running, 1 preparing}
 */
public record Progress(int ready, int wanted, String state) {}
