package skep.secrets.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The real gpg with a home of its own; its agent ends with it. */
public final class GnuPg implements AutoCloseable {
  private static final String PASSPHRASE = "correct horse battery staple";

  private final Path home;

  private GnuPg(Path home) {
    this.home = home;
  }

  /** The path to an agent's socket may have about 100 characters, so it is not put into others. */
  public static GnuPg start() {
    try {
      Path home = Files.createTempDirectory("gpg");
      Path passphrase = Files.writeString(home.resolve("passphrase"), PASSPHRASE);
      // For programs that call gpg themselves.
      Files.writeString(
          home.resolve("gpg.conf"),
          "batch\npinentry-mode loopback\npassphrase-file %s\n".formatted(passphrase));
      return new GnuPg(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path home() {
    return home;
  }

  public static String passphrase() {
    return PASSPHRASE;
  }

  /** Kinds of keys as people have them. */
  public enum Kind {
    RSA_3072("rsa3072", "rsa3072"),
    RSA_4096("rsa4096", "rsa4096"),
    CURVE_25519("ed25519", "cv25519");

    private final String primary;
    private final String subkey;

    Kind(String primary, String subkey) {
      this.primary = primary;
      this.subkey = subkey;
    }
  }

  /**
   * A primary key that signs and a subkey that encrypts.
   *
   * @param expires as gpg takes it: {@code never}, {@code 2030-01-01}, {@code seconds=1}
   */
  public Fingerprint key(String userId, Kind kind, boolean isProtected, String expires) {
    String secret = isProtected ? PASSPHRASE : "";
    return key(userId, kind, expires, "--passphrase", secret);
  }

  /** One that was made long ago and was good until then. */
  public Fingerprint expired(String userId, LocalDate made, LocalDate expired) {
    String then = made.format(DateTimeFormatter.BASIC_ISO_DATE) + "T000000!";
    return key(
        userId,
        Kind.CURVE_25519,
        expired.toString(),
        "--faked-system-time",
        then,
        "--passphrase",
        "");
  }

  private Fingerprint key(String userId, Kind kind, String expires, String... options) {
    gpg(options, "--quick-generate-key", userId, kind.primary, "sign", expires);
    Fingerprint made = fingerprint(userId);
    gpg(options, "--quick-add-key", made.hex(), kind.subkey, "encr", expires);
    return made;
  }

  private void gpg(String[] options, String... command) {
    gpg(Stream.of(options, command).flatMap(Stream::of).toArray(String[]::new));
  }

  public Fingerprint fingerprint(String userId) {
    return gpg("--with-colons", "--fingerprint", userId)
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> new Fingerprint(line.split(":", -1)[9]))
        .findFirst()
        .orElseThrow();
  }

  public byte[] publicKey(Fingerprint key) {
    return publicKey(key, true);
  }

  byte[] publicKey(Fingerprint key, boolean isArmored) {
    return run(new byte[0], isArmored ? "--armor" : "--no-armor", "--export", key.hex());
  }

  public byte[] secretKey(Fingerprint key) {
    return run(new byte[0], "--passphrase", PASSPHRASE, "--export-secret-keys", key.hex());
  }

  public byte[] secretSubkeys(Fingerprint key) {
    return run(
        new byte[0], "--passphrase", PASSPHRASE, "--armor", "--export-secret-subkeys", key.hex());
  }

  public byte[] encrypt(byte[] plain, Fingerprint recipient, String... options) {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.addAll(List.of("--trust-model", "always", "-r", recipient.hex(), "--encrypt"));
    return run(plain, all.toArray(String[]::new));
  }

  public byte[] decrypt(byte[] message) {
    return run(message, "--passphrase", PASSPHRASE, "--decrypt");
  }

  public void gpgImport(byte[] key) {
    run(key, "--import");
  }

  public String gpg(String... arguments) {
    return new String(run(new byte[0], arguments), UTF_8);
  }

  private byte[] run(byte[] input, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("gpg", "--no-options", "--homedir", home.toString(), "--batch", "--quiet"));
    command.addAll(List.of("--pinentry-mode", "loopback", "--no-tty", "--yes"));
    command.addAll(Arrays.asList(arguments));
    try {
      Path errors = Files.createTempFile(home, "errors", "");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      Thread.ofVirtual().start(() -> feed(process, input));
      byte[] output = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + Files.readString(errors));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (var out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      // It ended before it had read everything; its status says why.
      return;
    }
  }

  @Override
  public void close() {
    try {
      new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
          .start()
          .waitFor();
      try (var files = Files.walk(home)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
