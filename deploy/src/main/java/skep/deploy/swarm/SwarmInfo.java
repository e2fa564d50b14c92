package skep.deploy.swarm;

/**
 * @param engine what answers, for people: {@code Docker 20.10.24} or {@code simulated engine}
 * @param apiVersion the negotiated API version, {@code 1.41}
 * @param swarmId the cluster's id
 * @param nodeId the answering node
 * @param simulated whether nothing real is behind it
 */
public record SwarmInfo(
    String engine, String apiVersion, String swarmId, String nodeId, boolean simulated) {}
