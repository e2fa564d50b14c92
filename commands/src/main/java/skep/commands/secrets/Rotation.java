package skep.commands.secrets;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.estate.SecretPolicy.Saving;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.vault.Generation;
import skep.secrets.vault.GenerationException;
import skep.secrets.vault.SecretName;
import skep.secrets.vault.UneditableException;
import skep.secrets.vault.Vault;

/** {@code /secrets rotate}: a new value, a commit, and the ordinary plan for who uses it. */
final class Rotation {
  private final Vault vault;
  private final SecretsReport report;
  private final Deployments deployments;
  private final Consumer<SecretValue> learn;

  Rotation(
      Vault vault, SecretsReport report, Deployments deployments, Consumer<SecretValue> learn) {
    this.vault = vault;
    this.report = report;
    this.deployments = deployments;
    this.learn = learn;
  }

  Outcome rotate(Invocation in, EstateAt head, String typed) {
    return switch (Naming.of(typed, head.tree(), "/secrets rotate")) {
      case Naming.Unclear(var refusal) -> refusal;
      case Naming.Known(var name, var isNew) when isNew ->
          new Outcome.Refused(
              "There is no %s yet.".formatted(Quoted.code(name.toString())),
              "/secrets set " + name);
      case Naming.Known(var name, _) ->
          head.rules()
              .secrets()
              .rules()
              .generation(name)
              .map(generation ->
                  head.rules().secrets().saving() == Saving.PULL_REQUEST
                      ? propose(in, head, name, generation)
                      : rotate(in, head, name, generation))
              .orElseGet(() -> notGenerated(name));
    };
  }

  private static Outcome notGenerated(SecretName name) {
    return new Outcome.Refused(
        "skep.yaml does not say how a new value of %s is made; a value of your own is set with %s."
            .formatted(Quoted.code(name.toString()), Quoted.code("/secrets set " + name)),
        "in skep.yaml: secrets: {rules: {\"%s\": {generate: {length: 32}}}}".formatted(name));
  }

  /** Where changes are merged by people, so is this one; nothing is deployed before. */
  private Outcome propose(Invocation in, EstateAt head, SecretName name, Generation generation) {
    String branch = ProposedBranch.name();
    return made(
        name,
        generation,
        value -> {
          vault.propose(name, value, head.commit(), Authors.of(in.by()), why(name), branch);
          return new Outcome.Done(
              ":key: %s has a new value on the branch %s. Open a pull request from it, merge it, then deploy the stacks that use it."
                  .formatted(Quoted.code(name.toString()), Quoted.code(branch)));
        });
  }

  private static String why(SecretName name) {
    return "Rotate secret " + name;
  }

  private Outcome made(
      SecretName name, Generation generation, Function<SecretValue, Outcome> then) {
    try {
      SecretValue value = generation.make();
      learn.accept(value);
      return then.apply(value);
    } catch (GenerationException | UneditableException e) {
      return new Outcome.Refused(
          "Nothing was changed: " + Quoted.text(e.getMessage()), "/secrets set " + name);
    }
  }

  /** Whoever may not bring it to the stacks would leave them with a value nobody else knows. */
  private Outcome rotate(Invocation in, EstateAt head, SecretName name, Generation generation) {
    List<String> stacks = report.uses(head).stacksOf(name.path());
    Optional<Outcome> refusal = deployments.refusal(in, stacks);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return made(
        name,
        generation,
        value -> {
          CommitId made = vault.put(name, value, head.commit(), Authors.of(in.by()), why(name));
          String done =
              ":key: %s has a new value, commit `%s`."
                  .formatted(Quoted.code(name.toString()), made.brief());
          return stacks.isEmpty()
              ? new Outcome.Done(done + " No stack uses it.")
              : preceded(done, deployments.deploy(in, stacks));
        });
  }

  private static Outcome preceded(String done, Outcome outcome) {
    String text = done + "\n" + outcome.text();
    return switch (outcome) {
      case Outcome.Done(_, var changes) -> new Outcome.Done(text, changes);
      case Outcome.Waiting(_, var plan, var next, var changes) ->
          new Outcome.Waiting(text, plan, next, changes);
      case Outcome.Refused(_, var next, var changes) -> new Outcome.Refused(text, next, changes);
      case Outcome.Failed(_, var next, var changes) -> new Outcome.Failed(text, next, changes);
      case Outcome.Unfinished(_, var next) -> new Outcome.Unfinished(text, next);
    };
  }
}
