package skep.bot.wiring;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import skep.bot.health.HealthCheck;
import skep.bot.health.HealthServer;
import skep.bot.health.Word;
import skep.bot.rocketchat.RocketChat;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.access.Directory;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmInfo;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.groq.GroqModel;
import skep.secrets.repository.EstateRepository;

/** {@code skep doctor}: whether each configured system answers, and what to fix where not. */
public final class Doctor {
  private final Settings settings;
  private final KnownSecrets secrets;
  private final Consumer<String> say;
  private boolean healthy = true;

  public Doctor(Settings settings, KnownSecrets secrets, Consumer<String> say) {
    this.settings = settings;
    this.secrets = secrets;
    this.say = line -> say.accept(secrets.redact(line));
  }

  /** True where everything configured answers. */
  public boolean check() {
    settings.warnings().forEach(warning -> say.accept("warning: " + warning));
    examine("estate", this::estate);
    examine("docker", this::docker);
    examine("backups", this::backups);
    examine("runbooks", new RunbookCheck(settings, secrets)::result);
    examine("model", this::model);
    if (settings.text("ROCKETCHAT_URL").isPresent()) {
      examine("chat", this::chat);
      examine("access", this::access);
    } else {
      say.accept("chat:    not configured (ROCKETCHAT_URL is not set)");
    }
    return healthy;
  }

  private interface Examination {
    String result();
  }

  private void examine(String what, Examination examination) {
    try {
      say.accept("%-8s %s".formatted(what + ":", examination.result()));
    } catch (RuntimeException e) {
      healthy = false;
      say.accept(
          "%-8s BROKEN: %s"
              .formatted(
                  what + ":",
                  Optional.ofNullable(e.getMessage()).orElseGet(e.getClass()::getSimpleName)));
    }
  }

  private String estate() {
    try (EstateRepository repository =
        EstateAccess.open(settings, settings.text("SKEP_ESTATE").orElse("."), secrets)) {
      EstateAt estate = new RepositoryEstates(repository).at("");
      return "commit %s, stacks: %s"
          .formatted(estate.commit().brief(), String.join(", ", estate.names()));
    }
  }

  private String docker() {
    try (Swarm swarm = Engines.connect(settings, Optional.empty())) {
      int nodes = swarm.nodes().size();
      SwarmInfo info = swarm.info();
      return "%s, API %s, nodes: %d".formatted(info.engine(), info.apiVersion(), nodes);
    }
  }

  private String backups() {
    try (EstateRepository repository =
        EstateAccess.open(settings, settings.text("SKEP_ESTATE").orElse("."), secrets)) {
      EstateAt head = new RepositoryEstates(repository).at("");
      return head.rules()
          .backup()
          .map(policy -> storage(BackupAccess.of(head, policy, secrets::learn)))
          .orElse("skep.yaml names none");
    }
  }

  /** One word: it costs next to nothing, and shows that the key and the model are right. */
  private String model() {
    ModelSettings with = new ModelSettings(settings, secrets, InstantSource.system());
    Optional<GroqModel> model = with.model();
    if (model.isEmpty()) {
      return "not configured (GROQ_API_KEY is not set): passages are shown as they are";
    }
    try (GroqModel asked = model.get()) {
      asked.next(List.of(new Message.Asked("Say yes.")), List.of(), _ -> {});
    }
    return "%s answers; %s".formatted(with.name(), budget(with));
  }

  /** What is used up, the bot knows; where it cannot be asked, only the limit is known. */
  private String budget(ModelSettings with) {
    return settings
        .healthPort()
        .flatMap(port -> HealthCheck.asked(port, HealthServer.BUDGET))
        .map(Word::text)
        .orElseGet(() -> "of today's budget of " + with.limit() + " the bot knows what is left");
  }

  /** Nothing is written there: what may be written shows at the first backup. */
  private static String storage(BackupAccess access) {
    Optional<RepositoryObjects> found = access.objects();
    if (found.isEmpty()) {
      return "at an address only restic knows";
    }
    try (RepositoryObjects objects = found.get()) {
      String wrong =
          objects.findings().stream()
              .filter(Finding::breaks)
              .map(Finding::words)
              .collect(Collectors.joining(" "));
      if (!wrong.isEmpty()) {
        throw new SettingsException(wrong);
      }
      if (objects.find("config").isEmpty()) {
        return "the storage answers; the first backup makes the repository there";
      }
      AtomicInteger snapshots = new AtomicInteger();
      objects.list("snapshots/", _ -> snapshots.incrementAndGet());
      return "a repository, snapshots: " + snapshots;
    }
  }

  /** Whether the chat server lets the bot see what skep.yaml decides by. */
  private String access() {
    try (RocketChat chat = RocketChat.signIn(BotWiring.server(settings, secrets));
        EstateRepository repository =
            EstateAccess.open(settings, settings.text("SKEP_ESTATE").orElse("."), secrets)) {
      ChatDirectory directory = new ChatDirectory(chat);
      var rules = new RepositoryEstates(repository).at("").policy().rules().values();
      List<String> wrong =
          rules.stream()
              .flatMap(rule -> rule.membersOf().stream())
              .distinct()
              .flatMap(room -> directory.blind(room).stream())
              .collect(Collectors.toCollection(ArrayList::new));
      if (rules.stream().anyMatch(rule -> !rule.roles().isEmpty())) {
        chat.somebodyElse().ifPresent(person -> roles(directory, person).ifPresent(wrong::add));
      }
      if (!wrong.isEmpty()) {
        throw new SettingsException(String.join("; ", wrong));
      }
      return "the rules of skep.yaml can be followed";
    }
  }

  private static Optional<String> roles(ChatDirectory directory, String person) {
    try {
      directory.roles(person);
      return Optional.empty();
    } catch (Directory.Unknown e) {
      return Optional.of(e.getMessage());
    }
  }

  private String chat() {
    try (RocketChat chat = RocketChat.signIn(BotWiring.server(settings, secrets))) {
      String slash =
          chat.slashCommandsPass()
              ? ""
              : "; /commands do not pass: switch on Message → Allow Unrecognized Slash Commands,"
                  + " or type !deploy";
      String role = chat.ownRoles().contains("bot") ? "" : "; give it the role bot";
      return "@%s%s%s".formatted(chat.ownName(), slash, role);
    }
  }
}
