package skep.bot.wiring;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.ask.AskCommand;
import skep.runbooks.answer.Budget;
import skep.runbooks.answer.Budget.Limits;
import skep.runbooks.answer.Budget.Price;
import skep.runbooks.answer.Budget.Share;
import skep.runbooks.answer.Metered;
import skep.runbooks.answer.groq.GroqModel;
import skep.secrets.redaction.SecretValue;

/** The model that writes answers, and what it may cost, as the environment describes them. */
final class ModelSettings {
  private static final String KEY = "GROQ_API_KEY";
  private static final String PRICE = "GROQ_PRICE";
  private static final String DOLLARS = "SKEP_ASK_DOLLARS";
  private static final String QUESTIONS = "SKEP_ASK_QUESTIONS";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
  private static final Pattern PRICES = Pattern.compile("(\\S+)[ /]+(\\S+)");
  private static final int MICRO = 6;

  /** Nobody is to use up all of a day alone. */
  private static final int PERSONS = 4;

  private final Settings settings;
  private final KnownSecrets secrets;
  private final InstantSource clock;

  ModelSettings(Settings settings, KnownSecrets secrets, InstantSource clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Empty where none is configured. */
  Optional<GroqModel> model() {
    Optional<SecretValue> key = settings.secret(KEY);
    key.ifPresent(secrets::learn);
    GroqModel.Settings usual = GroqModel.Settings.USUAL;
    return key.map(one -> {
      try {
        return new GroqModel(
            new GroqModel.Settings(
                settings.text("GROQ_URL").map(url -> address("GROQ_URL", url)).orElse(usual.url()),
                settings.text("GROQ_MODEL").orElse(usual.model()),
                usual.mostTokens(),
                usual.patience()),
            () -> now(KEY, one),
            clock);
      } catch (IllegalArgumentException e) {
        throw new SettingsException(e.getMessage());
      }
    });
  }

  /** A key that was changed in its file counts from the next call on. */
  private String now(String name, SecretValue first) {
    SecretValue key = settings.secret(name).orElse(first);
    secrets.learn(key);
    return plain(key);
  }

  /** For the one library that takes it. */
  static String plain(SecretValue secret) {
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  /** Not quoted where it is none: what somebody wrote before an @ may be a password. */
  static URI address(String name, String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new SettingsException(name + " is no address like https://host/v1");
    }
  }

  Budget budget() {
    Share all = Limits.USUAL.all();
    Share person = Limits.USUAL.person();
    long dollars =
        settings.text(DOLLARS).map(text -> micro(DOLLARS, text)).orElse(all.microDollars());
    long questions =
        settings.text(QUESTIONS).map(text -> whole(QUESTIONS, text)).orElse(person.questions());
    return new Budget(
        new Limits(
            new Share(
                questions, person.tokens(), Math.min(dollars, Math.max(1, dollars / PERSONS))),
            new Share(all.questions(), all.tokens(), dollars)),
        settings.text(PRICE).map(ModelSettings::price).orElse(Price.USUAL),
        clock);
  }

  /** The model's name, where one is configured. */
  String name() {
    return settings.text("GROQ_MODEL").orElse(GroqModel.Settings.MODEL);
  }

  /** What all answers of a day may cost. */
  String limit() {
    return "$" + settings.text(DOLLARS).orElse("1.00");
  }

  AskCommand.Models models(Optional<GroqModel> model, Budget budget) {
    return person -> model.map(one -> new Metered(one, budget, person.id(), clock));
  }

  /** {@code 0.15/0.60}. */
  private static Price price(String text) {
    Matcher prices = PRICES.matcher(text.strip());
    if (!prices.matches()) {
      throw new SettingsException(
          PRICE + " is what a million tokens cost in dollars, read and written, such as 0.15/0.60");
    }
    return new Price(micro(PRICE, prices.group(1)), micro(PRICE, prices.group(2)));
  }

  private static long micro(String name, String text) {
    if (!NUMBER.matcher(text.strip()).matches()) {
      throw new SettingsException(
          "%s is an amount of dollars such as 1.50, not '%s'".formatted(name, text));
    }
    return new BigDecimal(text.strip()).movePointRight(MICRO).longValueExact();
  }

  private static long whole(String name, String text) {
    if (!text.strip().matches("[0-9]{1,6}")) {
      throw new SettingsException("%s is a number, not '%s'".formatted(name, text));
    }
    return Long.parseLong(text.strip());
  }
}
