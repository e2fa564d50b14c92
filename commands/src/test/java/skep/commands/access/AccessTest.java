package skep.commands.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skep.commands.access.Policy.Rule;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

class AccessTest {
  private static final Room OPS = new Room("r1", "ops", false);
  private static final Room LOBBY = new Room("r2", "lobby", false);
  private static final Room SHELL = new Room("terminal", "terminal", true);
  private static final Person ANNA = new Person("u-anna", "anna");
  private static final Person BEN = new Person("u-ben", "ben");
  private static final Person ROOT = new Person("terminal:root", "root");
  private static final Policy SILENT =
      new Policy(false, Map.of(), Optional.empty(), List.of("ops"));

  private final Access access =
      new Access(
          new Directory() {
            @Override
            public boolean isMember(String room, String person) {
              if (room.equals("broken")) {
                throw new IllegalStateException("no answer");
              }
              return room.equals("deployers") && person.equals("u-anna");
            }

            @Override
            public Set<String> roles(String person) {
              return person.equals("u-ben") ? Set.of("secret-keeper") : Set.of();
            }
          });

  @ParameterizedTest
  @EnumSource(names = {"DEPLOY", "APPROVE", "ROLLBACK"})
  void inChatNobodyMayChangeAnythingByDefault(Act act) {
    assertThat(access.may(act, ANNA, OPS, SILENT))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied -> {
              assertThat(denied.why()).contains("skep.yaml has no access." + act.word());
              assertThat(denied.next()).contains("persons: {anna: \"u-anna\"}");
            });
  }

  @ParameterizedTest
  @EnumSource
  void aTerminalMayWhereTheEstateSaysNothing(Act act) {
    assertThat(access.may(act, ROOT, SHELL, SILENT)).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void aTerminalIsHeldToWhatTheEstateSays() {
    Policy policy = policy(Act.DEPLOY, new Rule(Map.of(), List.of("deployers"), List.of()));
    assertThat(access.may(Act.DEPLOY, ROOT, SHELL, policy))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied ->
                assertThat(denied.next())
                    .isEqualTo(
                        "in skep.yaml under access: deploy: {members-of: [deployers], persons: {root: \"terminal:root\"}}"));
    Policy named =
        policy(Act.DEPLOY, new Rule(Map.of("root", "terminal:root"), List.of(), List.of()));
    assertThat(access.may(Act.DEPLOY, ROOT, SHELL, named)).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void everybodyMayLookInACommandRoomAndNobodyElsewhere() {
    assertThat(access.may(Act.DIFF, BEN, OPS, SILENT)).isInstanceOf(Decision.Allowed.class);
    assertThat(access.may(Act.DIFF, BEN, LOBBY, SILENT))
        .isInstanceOfSatisfying(
            Decision.Denied.class, denied -> assertThat(denied.why()).contains("#ops"));
  }

  @Test
  void aPrivateConversationThatIsShownUnderTheNameOfACommandRoomIsNone() {
    assertThat(access.may(Act.DIFF, BEN, new Room("r3", "ops", true), SILENT))
        .isInstanceOf(Decision.Denied.class);
    Policy careless = new Policy(false, Map.of(), Optional.empty(), List.of(""));
    assertThat(access.may(Act.DIFF, BEN, new Room("r4", "", false), careless))
        .isInstanceOf(Decision.Denied.class);
  }

  @Test
  void theLineThatLetsATerminalInKeepsWhatIsThere() {
    Rule anna = new Rule(Map.of("anna", "u-anna"), List.of("ops-deployers"), List.of("boss"));
    Policy policy = new Policy(true, Map.of(Act.APPROVE, anna), Optional.of(true), List.of("ops"));
    assertThat(access.may(Act.APPROVE, ROOT, SHELL, policy))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied ->
                assertThat(denied.next())
                    .isEqualTo(
                        "in skep.yaml under access: approve: {members-of: [ops-deployers], roles: [boss],"
                            + " persons: {anna: \"u-anna\", root: \"terminal:root\"}, other-than-requester: true}"));
    assertThat(access.may(Act.DEPLOY, ROOT, SHELL, policy))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied ->
                assertThat(denied.next())
                    .isEqualTo(
                        "in skep.yaml under access: deploy: {persons: {root: \"terminal:root\"}}"));
  }

  @Test
  void whoMayDeployMayLookAnywhere() {
    Policy policy = policy(Act.DEPLOY, new Rule(Map.of(), List.of("deployers"), List.of()));
    assertThat(access.may(Act.DIFF, ANNA, LOBBY, policy)).isInstanceOf(Decision.Allowed.class);
    assertThat(access.may(Act.DIFF, BEN, LOBBY, policy)).isInstanceOf(Decision.Denied.class);
  }

  @Test
  void membersOfARoomAndHoldersOfARoleMay() {
    Policy policy =
        policy(Act.DEPLOY, new Rule(Map.of(), List.of("deployers"), List.of("secret-keeper")));
    assertThat(access.may(Act.DEPLOY, ANNA, OPS, policy))
        .isEqualTo(new Decision.Allowed("is a member of #deployers"));
    assertThat(access.may(Act.DEPLOY, BEN, OPS, policy))
        .isEqualTo(new Decision.Allowed("has the role secret-keeper"));
  }

  @Test
  void aNameIsNotAnId() {
    Policy policy = policy(Act.DEPLOY, new Rule(Map.of("anna", "u-anna"), List.of(), List.of()));
    Person impostor = new Person("u-evil", "anna");
    assertThat(access.may(Act.DEPLOY, impostor, OPS, policy)).isInstanceOf(Decision.Denied.class);
    assertThat(access.may(Act.DEPLOY, ANNA, OPS, policy)).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void whatCannotBeCheckedIsDenied() {
    Policy policy = policy(Act.DEPLOY, new Rule(Map.of(), List.of("broken"), List.of()));
    assertThat(access.may(Act.DEPLOY, ANNA, OPS, policy))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied -> assertThat(denied.why()).contains("cannot be checked"));
  }

  @Test
  void onesOwnPlanNeedsSomebodyElseUnlessTheEstateSaysOtherwise() {
    Rule anna = new Rule(Map.of("anna", "u-anna"), List.of(), List.of());
    Policy unsaid = policy(Act.APPROVE, anna);
    Policy alone = new Policy(true, Map.of(Act.APPROVE, anna), Optional.of(false), List.of("ops"));
    assertThat(access.mayApprove(ANNA, OPS, unsaid, "u-anna"))
        .isInstanceOfSatisfying(
            Decision.Denied.class, denied -> assertThat(denied.why()).contains("yourself"));
    assertThat(access.mayApprove(ANNA, OPS, unsaid, "u-ben")).isInstanceOf(Decision.Allowed.class);
    assertThat(access.mayApprove(ANNA, OPS, alone, "u-anna")).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void atATerminalOnesOwnYesCountsUnlessTheEstateSaysOtherwise() {
    assertThat(access.mayApprove(ROOT, SHELL, SILENT, "terminal:root"))
        .isInstanceOf(Decision.Allowed.class);
    Rule root = new Rule(Map.of("root", "terminal:root"), List.of(), List.of());
    Policy strict = new Policy(true, Map.of(Act.APPROVE, root), Optional.of(true), List.of());
    assertThat(access.mayApprove(ROOT, SHELL, strict, "terminal:root"))
        .isInstanceOf(Decision.Denied.class);
  }

  @Test
  void anArgumentWithARuleOfItsOwnNeedsBoth() {
    Rule leads = new Rule(Map.of("anna", "u-anna"), List.of(), List.of());
    Policy policy =
        policy(
            Act.ROLLBACK,
            new Rule(
                Map.of("anna", "u-anna", "ben", "u-ben"),
                List.of(),
                List.of(),
                Map.of("--force", leads)));
    assertThat(access.may(Act.ROLLBACK, BEN, OPS, policy, List.of("to", "--detach")))
        .isInstanceOf(Decision.Allowed.class);
    assertThat(access.may(Act.ROLLBACK, ANNA, OPS, policy, List.of("--force")))
        .isInstanceOf(Decision.Allowed.class);
    assertThat(access.may(Act.ROLLBACK, BEN, OPS, policy, List.of("to", "--force")))
        .isEqualTo(
            new Decision.Denied(
                "@ben may not rollback with --force: skep.yaml allows it to anna.",
                "ask one of them"));
    Person cleo = new Person("u-cleo", "cleo");
    assertThat(access.may(Act.ROLLBACK, cleo, OPS, policy, List.of("--force")))
        .as("the rule of the command comes first")
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied -> assertThat(denied.why()).contains("may not rollback:"));
    assertThat(access.may(Act.ROLLBACK, ROOT, SHELL, policy, List.of()))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied ->
                assertThat(denied.next())
                    .as("what is pasted takes no rule away")
                    .endsWith(", arguments: {\"--force\": {persons: {anna: \"u-anna\"}}}}"));
  }

  private static Policy policy(Act act, Rule rule) {
    return new Policy(true, Map.of(act, rule), Optional.empty(), List.of("ops"));
  }

  @Test
  void whatTheBotMayNotReadIsSaidAndNotTakenForANo() {
    Access blind =
        new Access(
            new Directory() {
              @Override
              public boolean isMember(String room, String person) {
                return false;
              }

              @Override
              public Set<String> roles(String person) {
                throw new Directory.Unknown("I may not read roles");
              }

              @Override
              public Optional<String> blind(String room) {
                return Optional.of("I am in no private room #" + room);
              }
            });
    Policy byRole =
        new Policy(
            true,
            Map.of(Act.DEPLOY, new Policy.Rule(Map.of(), List.of(), List.of("admin"))),
            Optional.empty(),
            List.of());
    Policy byRoom =
        new Policy(
            true,
            Map.of(Act.DEPLOY, new Policy.Rule(Map.of(), List.of("deployers"), List.of())),
            Optional.empty(),
            List.of());

    assertThat(blind.may(Act.DEPLOY, ANNA, OPS, byRole))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied -> {
              assertThat(denied.why()).contains("cannot be told", "I may not read roles");
              assertThat(denied.next()).isEqualTo("skep doctor");
            });
    assertThat(blind.may(Act.DEPLOY, ANNA, OPS, byRoom))
        .isInstanceOfSatisfying(
            Decision.Denied.class,
            denied -> assertThat(denied.why()).contains("I am in no private room #deployers"));
  }
}
