package skep.commands.diff;

import java.util.List;
import java.util.Locale;
import skep.commands.chat.Outcome.ChangeView;
import skep.commands.chat.Outcome.FieldView;
import skep.deploy.plan.Plan;

/** A plan's changes for programs. */
public final class ChangeViews {
  private ChangeViews() {}

  /** Every object of the stack, those that do not change too. */
  public static List<ChangeView> of(Plan plan) {
    return plan.changes().stream()
        .map(change ->
            new ChangeView(
                change.kind().word(),
                change.name(),
                change.action().name().toLowerCase(Locale.ROOT),
                change.fields().stream()
                    .map(field ->
                        new FieldView(field.path(), field.from().orElse(""), field.to().orElse("")))
                    .toList()))
        .toList();
  }
}
