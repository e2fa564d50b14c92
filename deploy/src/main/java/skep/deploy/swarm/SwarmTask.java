package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One scheduled container.
 *
 * @param spec the Engine API's {@code TaskSpec} this task was made from
 * @param slot replica number; empty for global services
 * @param desiredState and {@code state}: the engine's lower-case words ({@code running}, {@code
 *     failed}, {@code complete}, {@code rejected}, …)
 * @param error the engine's error text, or empty
 * @param exitCode of the container, where it ended
 * @param since when it came to its state
 * @param jobIteration which run of its job it belongs to; empty where its service is no job
 */
public record SwarmTask(
    String id,
    String serviceId,
    Optional<String> nodeId,
    OptionalInt slot,
    ObjectNode spec,
    String desiredState,
    String state,
    String error,
    OptionalInt exitCode,
    Instant created,
    Instant since,
    OptionalLong jobIteration) {}
