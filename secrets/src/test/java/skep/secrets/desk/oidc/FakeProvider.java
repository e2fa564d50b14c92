package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.MultivaluedMapUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An OpenID provider in this JVM that is right until it is told to be wrong. It asks for no
 * password: whoever {@code login_hint} names, or else {@link Person#ANNA}, is signed in at once.
 */
public final class FakeProvider implements AutoCloseable {
  public static final String CLIENT = "skep-desk";
  public static final String SECRET = "secret-of-the-desk-of-32-bytes-and-more";

  /** What it answers on. */
  public enum Endpoint {
    DISCOVERY("/.well-known/openid-configuration"),
    AUTHORIZE("/authorize"),
    TOKEN("/token"),
    KEYS("/keys");

    private final String path;

    Endpoint(String path) {
      this.path = path;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TokenForge forge;
  private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
  private final Map<Endpoint, Trouble> troubles = new ConcurrentHashMap<>();
  private final Map<Endpoint, String> words = new ConcurrentHashMap<>();
  private final Map<String, Object> claimedOtherwise = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private volatile Forgery forgery = Forgery.NONE;

  public FakeProvider() {
    this(JWSAlgorithm.RS256, 0);
  }

  /**
   * @param port 0 for any
   */
  FakeProvider(JWSAlgorithm algorithm, int port) {
    forge = new TokenForge(algorithm);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    serve(Endpoint.DISCOVERY, exchange -> reply(exchange, Endpoint.DISCOVERY, 200, document()));
    serve(Endpoint.AUTHORIZE, this::authorize);
    serve(Endpoint.TOKEN, this::token);
    serve(Endpoint.KEYS, exchange -> reply(exchange, Endpoint.KEYS, 200, forge.published()));
    server.createContext(
        "/elsewhere",
        exchange -> {
          asked.add("/elsewhere");
          Trouble.send(exchange, 200, "{}");
          exchange.close();
        });
    server.start();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on its ID tokens are made so. */
  public void forge(Forgery how) {
    forgery = how;
  }

  /** From now on that endpoint answers so. */
  public void trouble(Endpoint where, Trouble how) {
    troubles.put(where, how);
  }

  public void noTrouble() {
    troubles.clear();
  }

  /** From now on it says this about itself instead of the truth. */
  void claim(String name, Object value) {
    claimedOtherwise.put(name, value);
  }

  /** From now on that endpoint answers exactly this, with status 200. */
  void say(Endpoint where, String what) {
    words.put(where, what);
  }

  void changeKey() {
    forge.changeKey();
  }

  /** The paths that were asked for so far. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  int asked(Endpoint endpoint) {
    return (int) asked.stream().filter(endpoint.path::equals).count();
  }

  /** The codes, tokens and verifiers of all so far. */
  List<String> secrets() {
    return List.copyOf(secrets);
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(Endpoint endpoint, Handler handler) {
    server.createContext(
        endpoint.path,
        exchange -> {
          asked.add(endpoint.path);
          try (exchange) {
            handler.handle(exchange);
          }
        });
  }

  private void reply(HttpExchange exchange, Endpoint endpoint, int status, String body)
      throws IOException {
    Optional<Trouble> trouble = Optional.ofNullable(troubles.get(endpoint));
    if (trouble.isPresent()) {
      trouble.get().answer(exchange, body);
    } else {
      Optional<String> said = Optional.ofNullable(words.get(endpoint));
      Trouble.send(exchange, said.isPresent() ? 200 : status, said.orElse(body));
    }
  }

  private String document() {
    Map<String, Object> document =
        new ConcurrentHashMap<>(
            Map.of(
                "issuer",
                issuer().toString(),
                "authorization_endpoint",
                issuer() + Endpoint.AUTHORIZE.path,
                "token_endpoint",
                issuer() + Endpoint.TOKEN.path,
                "jwks_uri",
                issuer() + Endpoint.KEYS.path,
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256", "ES256"),
                "authorization_response_iss_parameter_supported",
                true));
    document.putAll(claimedOtherwise);
    return JSONObjectUtils.toJSONString(document);
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, List<String>> query =
        URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
    String code = "code-" + UUID.randomUUID();
    secrets.add(code);
    codes.put(code, query);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            "%s?code=%s&state=%s&iss=%s"
                .formatted(
                    one(query, "redirect_uri"),
                    code,
                    URLEncoder.encode(one(query, "state"), UTF_8),
                    URLEncoder.encode(issuer().toString(), UTF_8)));
    reply(exchange, Endpoint.AUTHORIZE, 302, "");
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, List<String>> form =
        URLUtils.parseParameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    secrets.add(one(form, "code_verifier"));
    Optional<Map<String, List<String>>> request =
        Optional.ofNullable(codes.remove(one(form, "code"))).filter(it -> belongs(it, form));
    if (request.isEmpty()) {
      reply(exchange, Endpoint.TOKEN, 400, "{\"error\":\"invalid_grant\"}");
    } else if (!knows(exchange, form)) {
      reply(exchange, Endpoint.TOKEN, 401, "{\"error\":\"invalid_client\"}");
    } else {
      reply(exchange, Endpoint.TOKEN, 200, tokens(request.get()));
    }
  }

  private static boolean belongs(
      Map<String, List<String>> request, Map<String, List<String>> form) {
    CodeChallenge challenge =
        CodeChallenge.compute(
            CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")));
    return one(request, "redirect_uri").equals(one(form, "redirect_uri"))
        && one(request, "code_challenge_method").equals("S256")
        && one(request, "code_challenge").equals(challenge.getValue());
  }

  /** A public client names itself; one with a secret proves it, in a header or in the form. */
  private static boolean knows(HttpExchange exchange, Map<String, List<String>> form) {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
    Optional<String> header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    return header
        .map(basic::equals)
        .orElseGet(() ->
            one(form, "client_id").equals(CLIENT)
                && List.of("", SECRET).contains(one(form, "client_secret")));
  }

  private String tokens(Map<String, List<String>> request) {
    String access = "access-" + UUID.randomUUID();
    Person person = one(request, "login_hint").equals(Person.BEN.name()) ? Person.BEN : Person.ANNA;
    String id =
        forge
            .make(
                forgery,
                new TokenForge.Asked(
                    issuer().toString(), CLIENT, SECRET, one(request, "nonce"), person, access))
            .serialize();
    secrets.addAll(List.of(access, id));
    Map<String, Object> answer =
        Map.of("access_token", access, "token_type", "Bearer", "id_token", id);
    return JSONObjectUtils.toJSONString(
        answer.entrySet().stream()
            .filter(it -> forgery != Forgery.NO_TOKEN || !it.getKey().equals("id_token"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static String one(Map<String, List<String>> parameters, String name) {
    return Optional.ofNullable(MultivaluedMapUtils.getFirstValue(parameters, name)).orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
