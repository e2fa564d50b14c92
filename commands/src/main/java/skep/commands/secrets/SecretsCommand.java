package skep.commands.secrets;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import skep.commands.Command;
import skep.commands.FormName;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.chat.Announcer;
import skep.commands.chat.Aside;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.PlanMaker;
import skep.deploy.release.Releases;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateRepository;
import skep.secrets.vault.Vault;

/** {@code /secrets}: which there are, who can open them, and new values; never a value in chat. */
public final class SecretsCommand implements Command {
  private final Estates estates;
  private final Access access;
  private final SecretsReport report;
  private final Setting setting;
  private final Rotation rotation;
  private final RecipientKeys recipients;

  /**
   * What is read and changed.
   *
   * @param vault of the same repository
   */
  public record Kept(
      Estates estates, EstateRepository repository, Vault vault, Releases releases) {}

  /**
   * Whom it talks to.
   *
   * @param learn makes a value known to redaction
   */
  public record Told(
      SecretLinks links, Aside aside, Announcer announcer, Consumer<SecretValue> learn) {}

  public SecretsCommand(
      Kept kept,
      PlanMaker plans,
      Access access,
      Deployments deployments,
      Told told,
      InstantSource clock) {
    this.estates = kept.estates();
    this.access = access;
    this.report = new SecretsReport(estates, plans, kept.releases(), kept.vault(), clock);
    this.setting = new Setting(told.links(), told.aside());
    this.rotation = new Rotation(kept.vault(), report, deployments, told.learn());
    this.recipients =
        new RecipientKeys(
            estates, kept.repository(), kept.vault(), new Notice(told.announcer()), clock);
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    if (line.form() == FormName.Secrets.TYPED) {
      return Setting.typed(line.words().getFirst(), line.words().getLast());
    }
    EstateAt head = estates.at("");
    Optional<Outcome.Refused> refusal = access.refusal(Act.SECRETS, in, head.policy());
    return refusal.isPresent() ? refusal.get() : allowed(in, head, line);
  }

  private Outcome allowed(Invocation in, EstateAt head, Parsed.Command line) {
    String word = line.words().isEmpty() ? "" : line.words().getFirst();
    return switch (line.form()) {
      case FormName.Look.ALL -> new Outcome.Done(report.list(head));
      case FormName.Secrets.LIST -> new Outcome.Done(report.list(head));
      case FormName.Secrets.HISTORY -> report.history(head, word);
      case FormName.Secrets.DIFF ->
          word.isEmpty() ? new Outcome.Done(report.undeployed(head)) : report.against(word);
      case FormName.Secrets.SET -> setting.link(in, head, word);
      case FormName.Secrets.ROTATE -> rotation.rotate(in, head, word);
      case FormName.Secrets.RECIPIENTS -> recipients.list(head);
      case FormName.Secrets.ADD -> recipients.add(in, head, word);
      case FormName.Secrets.REMOVE -> recipients.remove(in, head, word);
      case FormName.Secrets.TYPED ->
          throw new IllegalStateException("a typed value is refused before anything is looked at");
      case FormName.Look _, FormName.Deploy _, FormName.Rollback _, FormName.Backup _ ->
          throw new IllegalArgumentException(line.form() + " is no form of /secrets");
    };
  }
}
