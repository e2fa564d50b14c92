package skep.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Real Docker engines in one Swarm, with a registry that holds the test images {@code app:1},
 * {@code app:2}, {@code app:3}, {@code app:healthy}, {@code app:unhealthy} and {@code app:crash}.
 * The kernel has no IP_VS: services that must be reached use {@code endpoint_mode: dnsrr} or
 * host-mode ports at {@link #address}.
 */
public final class Lab implements AutoCloseable {
  private final LabNumber number;
  private final Path folder;
  private final Shell shell;
  private final Path script;
  private final Thread takeDown = new Thread(this::down, "lab-down");

  private Lab(LabNumber number) {
    this.number = number;
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    this.folder = temporary.resolve("skep-lab-" + number.value());
    this.shell =
        new Shell(
            Map.of(
                "LAB_NUMBER", Integer.toString(number.value()),
                "LAB", folder.toString(),
                "DOCKER_HOST", dockerHost()));
    this.script = unpack(temporary.resolve("skep-labs").resolve(Integer.toString(number.value())));
  }

  /**
   * A lab of its own for a test that breaks it beyond repair; others share one ({@link LabTest}).
   */
  public static Lab start(int managers) {
    var lab = new Lab(LabNumber.claim());
    lab.down();
    Runtime.getRuntime().addShutdownHook(lab.takeDown);
    try {
      lab.script("up", Integer.toString(managers));
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw new IllegalStateException(
          "the lab did not start; it needs root and: apt-get install docker.io iptables iproute2"
              + " docker-registry busybox-static\n"
              + e.getMessage(),
          e);
    }
  }

  /** {@code DOCKER_HOST} of the first manager. */
  public String dockerHost() {
    return dockerHost(1);
  }

  public String dockerHost(int engine) {
    return "unix://" + socket("node" + engine);
  }

  /** The socket of the engine on the machine of this name; a name may stand for all. */
  public Path socket(String hostname) {
    return folder.resolve(hostname).resolve("docker.sock");
  }

  /** Where the lab's engines publish host-mode ports, as this machine reaches them. */
  public String address(int engine) {
    return "10.213." + number.value() + "." + engine;
  }

  /** The network namespace an engine lives in, as {@code ip netns} names it. */
  public String namespace(int engine) {
    return "skep%d-%d".formatted(number.value(), engine);
  }

  /** This machine, as the lab's containers reach it. */
  public String gateway() {
    return "10.213." + number.value() + ".254";
  }

  public String registry() {
    return gateway() + ":5000";
  }

  /** The full reference of a test image, {@code image("app:1")}. */
  public String image(String nameAndTag) {
    return registry() + "/" + nameAndTag;
  }

  /** The lab's own folder on this machine. */
  public Path folder() {
    return folder;
  }

  /** Makes an image of a root file system, for every engine. */
  public void importImage(String nameAndTag, Path root) {
    script("image", nameAndTag, root.toString(), "ENV PATH=/bin:/usr/bin");
  }

  /** Runs a command on an engine's machine, with what is mounted there. */
  public String onMachine(int engine, String... command) {
    var all = new ArrayList<>(List.of("nsenter", "--mount", "--target", machine(engine), "--"));
    all.addAll(List.of(command));
    return shell.run(all);
  }

  /** The process whose end would end the machine. */
  private String machine(int engine) {
    try {
      return Files.readString(folder.resolve("node" + engine).resolve("pid")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name no other test has, for a stack, a service or anything else. */
  public String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Runs the Docker command line against the first manager; what it printed, or what it said. */
  public String docker(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return shell.run(command);
  }

  /** Unplugs an engine from the network: it runs on, alone. */
  public void cut(int engine) {
    script("cut", Integer.toString(engine));
  }

  public void heal(int engine) {
    script("heal", Integer.toString(engine));
  }

  /** Loses an engine with everything that runs on it. */
  public void stop(int engine) {
    script("stop", Integer.toString(engine));
  }

  /** Brings a stopped engine back with its data. */
  public void restart(int engine) {
    script("start", Integer.toString(engine));
  }

  public void stopRegistry() {
    script("registry", "stop");
  }

  public void startRegistry() {
    script("registry", "start");
  }

  @Override
  public void close() {
    down();
    try {
      Runtime.getRuntime().removeShutdownHook(takeDown);
    } catch (IllegalStateException exiting) {
      // The machine is on its way down and the hook has run or is running.
    }
    number.close();
  }

  private void down() {
    script("down");
  }

  private void script(String... arguments) {
    var command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    shell.run(command);
  }

  /** The script on disk even where the test classes come in a jar. */
  private static Path unpack(Path target) {
    try {
      Files.createDirectories(target);
      for (var name : List.of("swarm-lab", "app")) {
        try (var in = Lab.class.getResourceAsStream(name)) {
          if (in == null) {
            throw new IllegalStateException("the lab's script is not on the class path: " + name);
          }
          Files.copy(in, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return target.resolve("swarm-lab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
