package dev.assay.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium, spoken to by the Chrome DevTools Protocol; remembers what pages complain of.
 */
final class Browser implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PATIENCE = 60;

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private int calls;

  /** The program, if there is one on the path. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder
   */
  Browser(Path program, Path profile) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolveSibling("browser.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE); ; Thread.sleep(20)) {
      if (Files.exists(port) && Files.readAllLines(port).size() > 1) {
        break;
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException(
            "no browser: " + Files.readString(profile.resolveSibling("browser.log")));
      }
    }
    List<String> lines = Files.readAllLines(port);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
            .join();
    String target =
        send("", "Target.createTarget", JSON.createObjectNode().put("url", "about:blank"))
            .path("targetId")
            .asText();
    session =
        send(
                "",
                "Target.attachToTarget",
                JSON.createObjectNode().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asText();
    send("Page.enable", "{}");
    send("Log.enable", "{}");
    send("Runtime.enable", "{}");
  }

  /** Opens a page and waits until it is there. */
  void open(Path page) throws InterruptedException {
    send("Page.navigate", "{\"url\": \"" + page.toUri() + "\"}");
    while (!evaluate("document.readyState === 'complete' && location.protocol === 'file:'")
        .asBoolean()) {
      Thread.sleep(10);
    }
  }

  /** What an expression of JavaScript is. */
  JsonNode evaluate(String expression) throws InterruptedException {
    ObjectNode call = JSON.createObjectNode().put("expression", expression);
    JsonNode answer = send(session, "Runtime.evaluate", call.put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalArgumentException(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Calls a method of the protocol on the page. */
  JsonNode send(String method, String parameters) throws InterruptedException {
    try {
      return send(session, method, (ObjectNode) JSON.readTree(parameters));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Errors and warnings of the pages so far. */
  List<String> complaints() {
    return complaints;
  }

  private JsonNode send(String to, String method, ObjectNode parameters)
      throws InterruptedException {
    int id = ++calls;
    ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
    call.set("params", parameters);
    if (!to.isEmpty()) {
      call.put("sessionId", to);
    }
    socket.sendText(call.toString(), true).join();
    while (true) {
      JsonNode message = messages.poll(PATIENCE, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("no answer to " + method);
      }
      String event = message.path("method").asText();
      if (event.equals("Log.entryAdded")
          || event.equals("Runtime.exceptionThrown")
          || event.equals("Runtime.consoleAPICalled")) {
        complaints.add(message.path("params").toString());
      }
      if (message.path("id").asInt() == id) {
        if (message.has("error")) {
          throw new IllegalArgumentException(method + ": " + message.path("error"));
        }
        return message.path("result");
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          messages.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
