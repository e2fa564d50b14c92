package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** How an endpoint can fail to answer as it should. */
public enum Trouble {
  BROKEN {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      send(exchange, 500, told);
    }
  },
  PAGE_OF_A_PROXY {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      send(exchange, 503, "text/html", "<html>" + told);
    }
  },
  NO_JSON {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      send(exchange, 200, "<html>" + told);
    }
  },
  HALF_AN_ANSWER {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      send(exchange, 200, told.substring(0, told.length() / 2));
    }
  },
  REDIRECTING {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      send(exchange, 307, "");
    }
  },
  HUGE {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      byte[] blanks = " ".repeat(1 << 16).getBytes(UTF_8);
      try (OutputStream out = exchange.getResponseBody()) {
        for (int i = 0; i < 1 << 10; i++) {
          out.write(blanks);
        }
        out.write(told.getBytes(UTF_8));
      }
    }
  },
  SILENT {
    @Override
    void answer(HttpExchange exchange, String told) {
      pause(30_000);
    }
  },
  DRIPPING {
    @Override
    void answer(HttpExchange exchange, String told) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        for (byte b : told.getBytes(UTF_8)) {
          out.write(b);
          out.flush();
          pause(200);
        }
      }
    }
  };

  /**
   * @param told what would have been answered
   */
  abstract void answer(HttpExchange exchange, String told) throws IOException;

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
