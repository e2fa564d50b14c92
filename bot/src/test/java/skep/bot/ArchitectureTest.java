package skep.bot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions between modules and packages, each with the reason it holds. */
class ArchitectureTest {
  private static final JavaClasses SKEP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // In a packaged build deploy's tests come as a jar of their own.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("skep");

  static Stream<ArchRule> rules() {
    return Stream.of(
        never("skep.secrets..", "secrets are usable, and judged, without what is built on them")
            .resideInAnyPackage(
                "skep.deploy..", "skep.runbooks..", "skep.commands..", "skep.bot.."),
        never("skep.deploy..", "a deployment must not know whether chat or a terminal asked for it")
            .resideInAnyPackage("skep.runbooks..", "skep.commands..", "skep.bot.."),
        never("skep.runbooks..", "answering questions must not reach what changes production")
            .resideInAnyPackage("skep.deploy..", "skep.secrets..", "skep.commands..", "skep.bot.."),
        never("skep.commands..", "commands are the same in chat and at a terminal")
            .resideInAnyPackage("skep.bot.."),
        only(
            "docker-java's types stay behind the port: its service model drops fields",
            "com.github.dockerjava..",
            "skep.deploy.docker.."),
        only(
            "what is encrypted, and what is not, is decided in one place",
            "org.eclipse.jgit..",
            "skep.secrets.repository..",
            "skep.bot.local.."),
        only(
            "who somebody is, is found out in one place, whatever library reads the tokens",
            "com.nimbusds..",
            "skep.secrets.desk.oidc.."),
        only(
            "a bucket is reached through its port: what reads repositories works on folders too",
            "software.amazon.awssdk..",
            "skep.deploy.r2.."),
        only(
            "an index is reached through its port: what is found must not depend on which it is",
            "io.qdrant..",
            "skep.runbooks.index.qdrant.."),
        only(
            "an index is reached through its port: what is found must not depend on which it is",
            "io.grpc..",
            "skep.runbooks.index.qdrant.."),
        only(
            "a model is asked through its port: whose it is, answers do not depend on",
            "com.openai..",
            "skep.runbooks.endpoint..",
            "skep.runbooks.answer.groq..",
            "skep.runbooks.embedding.remote.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.runbooks.endpoint..",
            "skep.runbooks.endpoint..",
            "skep.runbooks.answer.groq..",
            "skep.runbooks.embedding.remote..",
            "skep.bot.wiring.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.runbooks.answer.groq..",
            "skep.runbooks.answer.groq..",
            "skep.bot.wiring.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.runbooks.embedding.remote..",
            "skep.runbooks.embedding.remote..",
            "skep.bot.wiring.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.deploy.docker..",
            "skep.deploy.docker..",
            "skep.bot.wiring.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.deploy.r2..",
            "skep.deploy.r2..",
            "skep.bot.wiring.."),
        only(
            "adapters are constructed in the wiring alone",
            "skep.runbooks.index.qdrant..",
            "skep.runbooks.index.qdrant..",
            "skep.bot.wiring.."),
        only(
            "nothing is injected or called by reflection: a reader can follow every call",
            "java.lang.reflect.."),
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("skep.bot.Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("what people see goes through an outcome, what operators see through the log"),
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
            .because("such names say nothing; the word for what it does is in the glossary"),
        noClasses()
            .that()
            .resideInAPackage("skep.bot..")
            .and()
            .resideOutsideOfPackage("skep.bot.wiring..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("skep.deploy..", "skep.runbooks..", "skep.secrets..")
                    // A value that must not be shown says so by its type, wherever it goes.
                    .and(not(resideInAPackage("skep.secrets.redaction.."))))
            .because(
                "the bot reaches what changes production through commands; one place wires it"),
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .because("what is shared by all tests and bots of a program cannot be reasoned about"),
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS,
        slices()
            .matching("skep.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that can be understood alone can be changed alone"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(SKEP);
  }

  @Test
  void everyPackageSaysWhatItHoldsAndWhatItMustNotKnow() throws IOException {
    assertThat(sources())
        .map(Path::getParent)
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void aFileIsShortEnoughToBeReadAsAWhole() throws IOException {
    for (Path file : sources()) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("secrets", "deploy", "runbooks", "commands", "bot")) {
      Path sources = Path.of("..", module, "src", "main", "java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> all = Files.walk(sources)) {
          all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    return files;
  }

  private static Direction never(String from, String reason) {
    return targets ->
        noClasses()
            .that()
            .resideInAPackage(from)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(targets)
            .because(reason);
  }

  private static ArchRule only(String reason, String target, String... allowed) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(target)
        .because(reason);
  }

  private interface Direction {
    ArchRule resideInAnyPackage(String... targets);
  }
}
