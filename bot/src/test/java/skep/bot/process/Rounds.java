package skep.bot.process;

import java.util.Map;

/**
 * Deployments of one stack, each with every kind of step: a network, a secret, a config and a
 * service to create, a service to update, and the service and network of the round before to
 * remove.
 */
record Rounds(String registry, String stack) {

  /**
   * @param round names what is new in it
   * @param image of the service that is in every round
   */
  Map<String, String> files(int round, String image) {
    return Map.of(
        "skep.yaml",
        policy(stack),
        "stacks/web/token%d.txt".formatted(round),
        "token of round " + round,
        "stacks/web/page%d.txt".formatted(round),
        "page of round " + round,
        "stacks/web/stack.yml",
        file(round, image));
  }

  private String file(int round, String image) {
    return """
    version: "3.8"
    x-deploy: &deploy
      replicas: 1
      endpoint_mode: dnsrr
      restart_policy: {condition: any, delay: 0s}
      update_config: {order: stop-first, monitor: 1s, failure_action: pause}
    services:
      app:
        image: %2$s/%3$s
        networks: [base]
        stop_grace_period: 1s
        depends_on: [extra%1$d]
        deploy: *deploy
      extra%1$d:
        image: %2$s/app:1
        networks: [base, only%1$d]
        secrets: [token]
        configs: [page]
        stop_grace_period: 1s
        deploy: *deploy
    networks:
      base: {driver: overlay}
      only%1$d: {driver: overlay}
    secrets:
      token: {file: token%1$d.txt}
    configs:
      page: {file: page%1$d.txt}
    """
        .formatted(round, registry, image);
  }

  static String policy(String stack) {
    return """
    chat: {commands: [ops], alerts: ops-alerts}
    access:
      deploy:   {members-of: ops-deployers}
      approve:  {members-of: ops-deployers, other-than-requester: true}
      rollback: {members-of: ops-deployers}
    stacks:
      %s: {file: stacks/web/stack.yml, approval: required}
    """
        .formatted(stack);
  }
}
