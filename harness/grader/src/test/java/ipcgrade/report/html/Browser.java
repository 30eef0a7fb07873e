package ipcgrade.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Chromium that is installed, without a window; it remembers what a page asked for and complained about. */
final class Browser implements AutoCloseable {
  /** What a browser waits for at most before a test gives up, milliseconds. */
  private static final long PATIENCE = 20_000;

  private static final JsonMapper JSON = new JsonMapper();
  private final ChromeDriver driver;
  private final List<String> requests = new ArrayList<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; of a laptop's size, by day. */
  static Browser start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "google-chrome"));
    // root, in a container without a shared memory of any size
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--force-prefers-reduced-motion", "--disable-background-networking", "--disable-component-update");
    options.setCapability(
        "goog:loggingPrefs", Map.of(LogType.PERFORMANCE, "ALL", LogType.BROWSER, "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of(program("chromedriver")).toFile())
            .withLogOutput(java.io.OutputStream.nullOutputStream())
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3)); // axe, on a busy machine
    browser.size(1280, 800);
    browser.scheme("light");
    return browser;
  }

  private static String program(String... names) {
    return Stream.of(names)
        .flatMap(
            name -> Stream.of(System.getenv("PATH").split(":", -1)).map(path -> Path.of(path, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () -> new IllegalStateException(names[0] + " is not installed: .mvn/prerequisites test"));
  }

  /** Opens a page from disk, or wherever an address leads. */
  Browser open(String address) {
    driver.get("about:blank");
    complaints();
    requests();
    requests.clear();
    driver.get(address);
    return this;
  }

  Browser open(Path page) {
    return open(page.toUri().toString());
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** By day, {@code light}, or by night, {@code dark}. */
  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** As on a printer: paper of a width in pixels, of which there are 96 to the inch. */
  void paper(int width, String scheme) {
    size(width, 1000);
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("media", "print", "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    run("window.dispatchEvent(new Event('beforeprint'))");
  }

  /** On a screen of a laptop's size again. */
  void screen() {
    run("window.dispatchEvent(new Event('afterprint'))");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    size(1280, 800);
    scheme("light");
  }

  /** A page that has what it needs but for scripts. */
  void scripts(boolean allowed) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
  }

  @Nullable
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** An attribute or a property of an element, which has it. */
  static String attribute(WebElement element, String name) {
    return Objects.requireNonNull(element.getAttribute(name), name);
  }

  /** The texts of elements, as they are shown. */
  List<String> texts(String selector) {
    return all(selector).stream().map(WebElement::getText).toList();
  }

  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Goes from where it is with the key Tab, until something is in focus that answers a selector. */
  void tabTo(String selector) {
    for (int i = 0; i < 200; i++) {
      press(Keys.TAB);
      if (Objects.equals(true, run("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not come to " + selector);
  }

  /** Waits until something is so. */
  void await(String what, BooleanSupplier so) throws InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE;
    while (!so.getAsBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.sleep(20);
    }
  }

  /** Waits until a run is drawn. */
  void awaitDiagram() throws InterruptedException {
    await("a diagram", () -> !all("svg.sequence").isEmpty());
  }

  /** How far the page is wider than what shows it, in pixels. */
  long overflow() {
    return (Long) Objects.requireNonNull(
        run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"));
  }

  /** What the page wrote to its console, and what broke in it, since it was opened. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
  }

  /** The addresses of all that was asked for since the page was opened. */
  List<String> requests() {
    driver.manage().logs().get(LogType.PERFORMANCE).getAll().forEach(entry -> {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asString().equals("Network.requestWillBeSent")) {
        requests.add(message.path("params").path("request").path("url").asString());
      }
    });
    return List.copyOf(requests);
  }

  /** Fails if the page complained, or asked for anything outside its directory. */
  void assertClean(Path directory) {
    assertEquals(List.of(), complaints());
    String inside = directory.toUri().toString();
    List<String> outside =
        requests().stream()
            .filter(url -> !url.startsWith(inside) && !url.equals("about:blank") && !url.equals("data:,"))
            .toList();
    assertEquals(List.of(), outside);
  }

  /** The serious and critical violations that axe finds, with the elements that show them. */
  List<String> violations() throws IOException {
    try (InputStream axe =
        Objects.requireNonNull(ClassLoader.getSystemResourceAsStream("axe.min.js"), "axe")) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ["violations"]}).then(result => done(result.violations
              .filter(each => each.impact === "serious" || each.impact === "critical")
              .map(each => each.id + ": " + each.nodes.slice(0, 3).map(node => node.html + " " + node.failureSummary)
                .join(" | "))));
            """);
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /** What the window shows, as a PNG. */
  byte[] picture() {
    return driver.getScreenshotAs(org.openqa.selenium.OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
