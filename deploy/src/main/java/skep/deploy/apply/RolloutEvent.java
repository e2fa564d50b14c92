package skep.deploy.apply;

import skep.deploy.verify.Progress;

/** What happens while a plan is carried out, for whoever watches. Comes from several threads. */
public sealed interface RolloutEvent {

  /** The release has its number. */
  record Begun(String stack, int release) implements RolloutEvent {}

  /** {@code step}: {@code update service web_app}; {@code number} of {@code total}, from 1. */
  record StepStarted(String step, int number, int total) implements RolloutEvent {}

  record StepDone(String step, int number, int total) implements RolloutEvent {}

  /** A service came closer to what is wanted of it. */
  record Converging(String service, Progress progress) implements RolloutEvent {}

  /** All services are as wanted; now the stack's probes are asked. */
  record Verifying(int probes) implements RolloutEvent {}

  /** The way is back from here. */
  record RollingBack(String reason) implements RolloutEvent {}
}
