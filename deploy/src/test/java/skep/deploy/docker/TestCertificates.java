package skep.deploy.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;

/** Authorities and what they sign, made by the real openssl. */
record TestCertificates(Path folder) {
  static final char[] PASSWORD = "changeit".toCharArray();

  /** How a key is written: both are met in practice. */
  enum Key {
    RSA("rsa:2048"),
    ELLIPTIC("ec");

    private final String form;

    Key(String form) {
      this.form = form;
    }

    private List<String> options() {
      var options = new ArrayList<>(List.of("-newkey", form));
      if (this == ELLIPTIC) {
        options.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256"));
      }
      return options;
    }
  }

  void authority(String name) throws Exception {
    var command = new ArrayList<>(List.of("req", "-x509"));
    command.addAll(Key.RSA.options());
    command.addAll(
        List.of("-nodes", "-days", "2", "-subj", "/CN=" + name, "-keyout", name + ".key"));
    command.addAll(List.of("-out", name + ".pem"));
    openssl(command);
  }

  /** {@code NAME.pem} and {@code NAME.key}, for a host by its address. */
  void signed(String authority, String name, String host, Key key) throws Exception {
    var request = new ArrayList<>(List.of("req"));
    request.addAll(key.options());
    request.addAll(List.of("-nodes", "-subj", "/CN=" + host, "-keyout", name + ".key"));
    request.addAll(List.of("-out", name + ".csr"));
    openssl(request);
    String names = host.contains(".") ? "IP:" + host : "DNS:" + host;
    Files.writeString(
        folder.resolve(name + ".ext"),
        "subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n".formatted(names));
    openssl(
        List.of(
            "x509",
            "-req",
            "-in",
            name + ".csr",
            "-CA",
            authority + ".pem",
            "-CAkey",
            authority + ".key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            name + ".ext",
            "-out",
            name + ".pem"));
  }

  /** The name's key and certificate, and the authority as whom to trust. */
  KeyStore keyStore(String authority, String name) throws Exception {
    openssl(
        List.of(
            "pkcs12",
            "-export",
            "-in",
            name + ".pem",
            "-inkey",
            name + ".key",
            "-out",
            name + ".p12",
            "-passout",
            "pass:changeit"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    addTrusted(store, authority);
    return store;
  }

  private void addTrusted(KeyStore store, String authority)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve(authority + ".pem"))) {
      store.setCertificateEntry(
          authority, CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  private void openssl(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Path output = folder.resolve("openssl.log");
    int exit =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException(command + ":\n" + Files.readString(output));
    }
  }
}
