package skep.deploy.verify;

/**
 * @param answer what came instead, for people; may hold text of the service
 */
public record ProbeFailure(String probe, String answer) {
  public String words() {
    return probe + ": " + answer;
  }
}
