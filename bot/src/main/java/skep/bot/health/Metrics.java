package skep.bot.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntSupplier;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;

/** What the bot did, counted, in Prometheus' words; names begin with {@code skep_}. */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /**
   * @param health whether people can talk to the bot, as {@code skep_chat_hears}
   */
  public Metrics(Health health) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder(
            "skep.chat.hears", health, now -> now.state() instanceof Health.State.Hearing ? 1 : 0)
        .description("1 while people can talk to the bot")
        .register(registry);
  }

  /** The same commands, counted and timed by verb and outcome. */
  public Function<Invocation, Outcome> counting(Function<Invocation, Outcome> commands) {
    return in -> {
      long begun = System.nanoTime();
      Outcome outcome = commands.apply(in);
      registry
          .timer("skep.command", "verb", verb(in), "outcome", word(outcome))
          .record(Duration.ofNanos(System.nanoTime() - begun));
      return outcome;
    };
  }

  /** A connection to the chat server was lost. */
  public void lost() {
    registry.counter("skep.chat.lost").increment();
  }

  /**
   * A plan was carried out.
   *
   * @param verdict how that ended, as a word
   */
  public void deployed(String stack, String verdict) {
    registry.counter("skep.deployments", "stack", stack, "verdict", verdict).increment();
  }

  /** How many messages and edits wait for the chat server. */
  public void waiting(IntSupplier waiting) {
    Gauge.builder("skep.chat.waiting", waiting::getAsInt)
        .description("messages and edits the chat server did not take yet")
        .register(registry);
  }

  /** A line in the commands' own words: nobody makes new time series by typing. */
  private static String verb(Invocation in) {
    return in.text().replaceFirst("^/", "").split("\\s", 2)[0];
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> "done";
      case Outcome.Waiting _ -> "waiting";
      case Outcome.Refused _ -> "refused";
      case Outcome.Failed _ -> "failed";
      case Outcome.Unfinished _ -> "unfinished";
    };
  }

  String text() {
    return registry.scrape();
  }
}
