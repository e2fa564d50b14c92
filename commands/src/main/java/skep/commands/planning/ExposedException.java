package skep.commands.planning;

import java.util.List;
import java.util.stream.Collectors;
import skep.secrets.repository.Exposure;

/** Something that is to be encrypted is there in clear: nothing is planned from such commits. */
public final class ExposedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExposedException(List<Exposure> exposures) {
    super(exposures.stream().map(Exposure::words).collect(Collectors.joining("\n")));
  }
}
