package skep.deploy.estate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.InvalidYamlException;
import skep.deploy.yaml.Mark;
import skep.deploy.yaml.Problems;
import skep.deploy.yaml.YamlDocument;
import skep.deploy.yaml.YamlNode;
import skep.deploy.yaml.YamlNode.YamlMapping;
import skep.deploy.yaml.YamlNode.YamlScalar;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.UnsafePathException;

/**
 * What a commit of the infrastructure repository says about itself, checked.
 *
 * @param tree where its files are read from
 */
public record Estate(
    FileTree tree,
    ChatRooms chat,
    AccessPolicy access,
    List<StackEntry> stacks,
    List<Freeze> freezes,
    SecretPolicy secrets,
    Optional<BackupPolicy> backup,
    RunbookPolicy runbooks) {
  /** The file at the root that says it all; without it everything is at its default. */
  public static final String FILE = "skep.yaml";

  private static final String MISNAMED = "skep.yml";

  public Estate {
    stacks = List.copyOf(stacks);
    freezes = List.copyOf(freezes);
  }

  /**
   * Reads {@code skep.yaml} and finds the stacks.
   *
   * @throws InvalidEstateException with every mistake found
   * @throws skep.secrets.repository.LockedFileException where {@code skep.yaml} is encrypted and
   *     there is no key for it
   */
  public static Estate read(FileTree tree) {
    Problems problems = new Problems();
    Fields root = new Fields("", document(tree, problems), problems);
    Estate estate = read(tree, root, problems);
    root.done();
    if (!problems.isEmpty()) {
      throw new InvalidEstateException(problems.all());
    }
    return estate;
  }

  private static Estate read(FileTree tree, Fields root, Problems problems) {
    if (tree.paths().contains(MISNAMED)) {
      problems.add(
          new Mark(MISNAMED, 0).problem("is not read; rename it to skep.yaml, or remove it"));
    }
    List<StackEntry> stacks = new StacksReader(tree, problems).read(root);
    return new Estate(
        tree,
        chat(root),
        AccessReader.read(root),
        stacks,
        FreezeReader.read(root, stacks.stream().map(StackEntry::name).toList()),
        SecretsReader.read(root),
        root.mapping("backup").flatMap(BackupReader::read),
        RunbooksReader.read(root));
  }

  private static YamlMapping document(FileTree tree, Problems problems) {
    Mark whole = new Mark(FILE, 0);
    try {
      YamlNode node =
          YamlDocument.parse(
              FILE,
              tree.read(FILE).orElse(new byte[0]),
              line -> new Mark(FILE, line),
              problems::add);
      return switch (node) {
        case YamlMapping mapping -> mapping;
        case YamlScalar scalar when scalar.isNull() -> new YamlMapping(whole, List.of());
        default ->
            throw new InvalidEstateException(
                List.of(whole.problem("must be a mapping, not " + node.described())));
      };
    } catch (InvalidYamlException e) {
      throw new InvalidEstateException(e.problems());
    } catch (UnsafePathException e) {
      throw new InvalidEstateException(List.of(whole.problem(e.getMessage())));
    }
  }

  private static ChatRooms chat(Fields root) {
    Optional<Fields> chat = root.mapping("chat");
    ChatRooms rooms =
        new ChatRooms(
            chat.map(fields -> fields.textOrTexts("commands")).orElse(List.of()).stream()
                .map(Estate::room)
                .toList(),
            chat.flatMap(fields -> fields.text("alerts")).map(Estate::room));
    chat.ifPresent(Fields::done);
    return rooms;
  }

  /** People write {@code "#ops"} for the room whose name is {@code ops}. */
  static String room(String written) {
    return written.startsWith("#") ? written.substring(1) : written;
  }

  public Optional<StackEntry> stack(String name) {
    return stacks.stream().filter(stack -> stack.name().equals(name)).findFirst();
  }

  public List<String> stackNames() {
    return stacks.stream().map(StackEntry::name).toList();
  }

  /**
   * Changes whenever anything changes that decides about this stack: who may do what, whether
   * approval is needed, its files, its probes. Also for a stack the estate does not have.
   */
  public String policyFingerprint(String stack) {
    return PolicyFingerprint.of(access(stack), stack, stack(stack));
  }

  /** Who may do what with this stack. */
  public AccessPolicy access(String stack) {
    return access.with(stack(stack).map(StackEntry::access).orElse(Map.of()));
  }
}
