package skep.commands.planning;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.deploy.apply.Gate;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanRequest;
import skep.deploy.plan.PlanStaleness;
import skep.deploy.plan.Planner;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.StackReader;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.image.Digests;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.preflight.Preflight;
import skep.deploy.preflight.PreflightProblem;
import skep.deploy.release.FingerprintKey;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.stack.DesiredStack;
import skep.deploy.stack.StackSource;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmInfo;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;

/** Makes plans. Reads the estate, the Swarm and the registries; changes nothing. */
public final class PlanMaker {
  private final Swarm swarm;
  private final RecordStore records;
  private final Releases releases;
  private final RegistryCredentials credentials;
  private final Digests digests;
  private final Loading loading;
  private final InstantSource clock;

  /**
   * How stack files become a desired stack.
   *
   * @param variables what stack files may interpolate
   * @param loader from files to a desired stack
   * @param learn told every value that must not be shown
   * @param released told the commit of what runs: a plan shows values of then as well
   */
  public record Loading(
      Map<String, String> variables,
      Function<StackSource, DesiredStack> loader,
      Consumer<SecretValue> learn,
      Consumer<CommitId> released) {
    public Loading {
      variables = Map.copyOf(variables);
    }
  }

  public PlanMaker(
      Swarm swarm,
      RecordStore records,
      RegistryCredentials credentials,
      Loading loading,
      InstantSource clock) {
    this.swarm = swarm;
    this.records = records;
    this.releases = new Releases(records, clock);
    this.credentials = credentials;
    this.digests = new Digests(swarm, credentials);
    this.loading = loading;
    this.clock = clock;
  }

  /**
   * A plan, and what it was made from.
   *
   * @param desired with the values of secrets and configs; in memory only
   * @param problems what would make it fail, so that nobody is asked to approve that; not looked
   *     for where it is not to be carried out
   */
  public record Made(
      Plan plan, DesiredStack desired, SwarmInfo swarm, List<PreflightProblem> problems) {
    public Made {
      problems = List.copyOf(problems);
    }

    /** Why it must not even be proposed; empty where nothing speaks against it. */
    public Optional<Gate.Refusal> refusal() {
      return PlanMaker.refusal(
          "*%s* would fail, so nothing was changed".formatted(plan.stack()), problems);
    }
  }

  /**
   * @param heading half a sentence in front of the list
   * @return empty where there are no problems
   */
  public static Optional<Gate.Refusal> refusal(String heading, List<PreflightProblem> problems) {
    List<String> lines = problems.stream().map(problem -> "• " + problem).toList();
    return problems.stream()
        .findFirst()
        .map(first -> new Gate.Refusal(heading + ":\n" + String.join("\n", lines), first.next()));
  }

  /** What would change; an image that does not resolve is a warning. */
  public Made look(EstateAt estate, StackEntry stack, String mark, Plan.Options options) {
    return make(estate, stack, mark, options, false);
  }

  /** What will be carried out; an image that does not resolve refuses the plan. */
  public Made deploy(EstateAt estate, StackEntry stack, String mark, Plan.Options options) {
    return make(estate, stack, mark, options, true);
  }

  private Made make(
      EstateAt estate, StackEntry stack, String mark, Plan.Options options, boolean strict) {
    if (!estate.exposures().isEmpty()) {
      throw new ExposedException(estate.exposures());
    }
    DesiredStack desired = desired(estate, stack, options.allowUnset());
    List<Release> kept = releases.history(stack.name());
    inEffect(kept).map(Release::commit).ifPresent(loading.released());
    ActualStack actual = new StackReader(swarm).read(desired, PlanRequest.keptBy(kept));
    ResolvedImages images = digests.resolve(Planner.imagesToResolve(desired, actual, options));
    PlanRequest request =
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual,
            inEffect(kept),
            PlanRequest.keptBy(kept),
            images,
            strict,
            fingerprints(strict),
            options,
            estate.commit(),
            mark,
            clock.instant());
    Plan plan = Planner.plan(request);
    return new Made(
        plan,
        desired,
        actual.swarm(),
        strict ? new Preflight(swarm, credentials).check(plan, actual, images) : List.of());
  }

  /** Back to what this release applied. */
  public Made rollback(Release target, String mark, Plan.Options options) {
    List<Release> kept = releases.history(target.stack());
    inEffect(kept).map(Release::commit).ifPresent(loading.released());
    DesiredStack desired = PlanRequest.desiredOf(target);
    ActualStack actual = new StackReader(swarm).read(desired, PlanRequest.keptBy(kept));
    PlanRequest request =
        PlanRequest.rollback(
            target,
            actual,
            inEffect(kept),
            PlanRequest.keptBy(kept),
            fingerprints(true),
            options,
            mark,
            clock.instant());
    Plan plan = Planner.plan(request);
    return new Made(
        plan, desired, actual.swarm(), new Preflight(swarm, credentials).check(plan, actual));
  }

  /** The stack's files again, with the values of its secrets and configs. */
  public DesiredStack desired(EstateAt estate, StackEntry stack, boolean allowUnset) {
    DesiredStack desired =
        loading
            .loader()
            .apply(
                new StackSource(
                    stack.name(), estate.tree(), stack.files(), loading.variables(), allowUnset));
    desired.secrets().forEach(secret -> secret.value().ifPresent(loading.learn()));
    desired.configs().forEach(config -> config.value().ifPresent(loading.learn()));
    return desired;
  }

  /**
   * Whether the world is still the one a plan was made for.
   *
   * @param commit the newest commit of what it was made from
   */
  public PlanStaleness staleness(Plan plan, CommitId commit, String mark) {
    ActualStack actual = new StackReader(swarm).read(plan.stack());
    return PlanStaleness.of(plan, actual, commit, mark, clock.instant());
  }

  /** The values for what the plan creates, and fingerprints of all the stack uses. */
  public PlanContents contents(Plan plan, DesiredStack desired) {
    Map<String, String> recorded =
        releases.inEffect(plan.stack()).map(Release::fingerprints).orElse(Map.of());
    return new PlanContents(plan, desired, fingerprints(true), recorded);
  }

  /** Everything that can be known to fail beforehand; empty where nothing is. */
  public List<PreflightProblem> preflight(Plan plan, DesiredStack desired) {
    ActualStack actual = new StackReader(swarm).read(desired, Set.of());
    return new Preflight(swarm, credentials).check(plan, actual);
  }

  /** The release whose specs should be in effect: failed ones that went back changed nothing. */
  public static Optional<Release> inEffect(List<Release> newestFirst) {
    return newestFirst.stream().filter(release -> release.state().inEffect()).findFirst();
  }

  /** Looking makes no key: where there is none yet, nothing has been versioned with one either. */
  private Fingerprints fingerprints(boolean make) {
    return make
        ? Fingerprints.of(FingerprintKey.obtain(records).value().reveal())
        : FingerprintKey.find(records)
            .map(key -> Fingerprints.of(key.value().reveal()))
            .orElseGet(PlanMaker::throwaway);
  }

  private static Fingerprints throwaway() {
    byte[] key = new byte[Fingerprints.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Fingerprints.of(key);
  }
}
