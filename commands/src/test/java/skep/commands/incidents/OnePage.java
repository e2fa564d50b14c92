package skep.commands.incidents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One page for everything, one deployment before everything; keeps what it was asked about. */
public final class OnePage implements Background {
  public static final String PAGE = ":book: A page";
  public static final String DEPLOYED = ":package: *db* release 3";

  private final List<String> asked = new ArrayList<>();

  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<String> runbook(String about) {
    asked.add(about);
    return Optional.of(PAGE);
  }

  @Override
  public List<String> deployed(String but) {
    return List.of(DEPLOYED);
  }
}
