package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.io.Text;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser has it. */
class BrowserTest {
  private static final String BUTTON = "document.querySelectorAll('.table th button')";
  private static final String HEAD = "document.querySelectorAll('.table thead th')";

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path everything;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> program = Browser.program();
    assumeTrue(program.isPresent(), "no Chromium or Chrome on the path");
    everything = folder.resolve("everything.html");
    Files.writeString(everything, ReportPage.of(Samples.everything(), Format.usual()));
    browser = new Browser(program.get(), Files.createDirectory(folder.resolve("profile")));
  }

  @AfterEach
  void screen() throws InterruptedException {
    media("screen", "light");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void nothingIsComplainedOfAndNothingIsWiderThanTheScreen() throws Exception {
    int before = browser.complaints().size();
    browser.open(everything);
    for (int width : new int[] {400, 1200}) {
      size(width);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .as("width on a screen of %d", width)
          .isLessThanOrEqualTo(width);
      assertThat(shown("svg.wide")).as("wide figures").isEqualTo(width == 1200);
      assertThat(shown("svg.narrow")).as("narrow figures").isEqualTo(width == 400);
    }
    assertThat(browser.complaints()).hasSize(before);
  }

  @Test
  void itIsLightOrDarkAsAskedForAndOnPaperAlwaysLight() throws Exception {
    browser.open(everything);
    media("screen", "light");
    assertThat(paper()).isEqualTo("rgb(255, 255, 255)");
    media("screen", "dark");
    assertThat(paper()).isEqualTo("rgb(18, 22, 27)");
    assertThat(
            browser.evaluate("getComputedStyle(document.querySelector('.f-text')).fill").asText())
        .isEqualTo("rgb(230, 237, 243)");
    media("print", "dark");
    assertThat(paper()).isEqualTo("rgb(255, 255, 255)");
    assertThat(shown("nav")).isFalse();
  }

  @Test
  void onPaperWideTablesAreNotCutOff() throws Exception {
    Table.Builder<Integer> table = Table.of(List.of(1, 2), "wide", "Wide");
    for (int i = 0; i < 25; i++) {
      table.text("quartile_" + i, "", row -> "first-order-" + row);
    }
    open(Report.titled("Wide").table(table.build()).build());
    size(700);
    media("print", "light");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(700);
  }

  @Test
  void noOtherScriptRuns() throws Exception {
    open(report());
    browser.evaluate(
        "{ const s = document.createElement('script'); s.textContent = 'window.ran = true';"
            + " document.body.append(s); const i = document.createElement('img');"
            + " i.src = 'file:///somewhere.png'; document.body.append(i); }");
    assertThat(browser.evaluate("window.ran === undefined").asBoolean()).isTrue();
    assertThat(String.join("\n", browser.complaints()))
        .contains("Content Security Policy")
        .contains("somewhere.png");
  }

  @Test
  void columnsAreSortedUpThenDownThenNot() throws Exception {
    open(report());
    assertThat(column()).containsExactly("b", "a10", "c", "a9", "d");
    click(1);
    assertThat(column())
        .as("by number, what is none last")
        .containsExactly("c", "a9", "b", "a10", "d");
    assertThat(sorted()).containsExactly("none", "ascending");
    click(1);
    assertThat(column()).containsExactly("a10", "b", "c", "a9", "d");
    assertThat(sorted()).containsExactly("none", "descending");
    click(1);
    assertThat(column()).containsExactly("b", "a10", "c", "a9", "d");
    click(0);
    assertThat(column()).as("by text").containsExactly("a9", "a10", "b", "c", "d");
    assertThat(sorted()).containsExactly("ascending", "none");
  }

  @Test
  void valuesAndPicturesAreShownUnderThePointerAndForKeys() throws Exception {
    open(report());
    size(1200);
    browser.evaluate("document.querySelector('figure').scrollIntoView()");
    JsonNode box =
        browser.evaluate(
            "(() => { const r = document.querySelectorAll('svg.wide"
                + " circle')[1].getBoundingClientRect(); return [r.left + r.width / 2, r.top +"
                + " r.height / 2]; })()");
    move(box.get(0).asDouble() + 3, box.get(1).asDouble() - 3);
    assertThat(tip()).isEqualTo("groupsample 1distance (ℓ₂): 2.5share: 0.125");
    assertThat(browser.evaluate("document.querySelectorAll('.here').length").asInt()).isEqualTo(1);
    browser.evaluate("document.querySelector('.tip img').decode()");
    assertThat(browser.evaluate("document.querySelector('.tip img').naturalWidth").asInt())
        .isEqualTo(28);
    move(2, 2);
    assertThat(tip()).isEmpty();

    browser.evaluate("document.querySelector('svg.wide').focus()");
    key("ArrowRight");
    assertThat(tip()).contains("sample 0");
    key("End");
    assertThat(tip()).contains("sample 2").contains("7.25");
    key("Escape");
    assertThat(tip()).isEmpty();
  }

  private static Report report() {
    Plot.Points points =
        new Plot.Points(
            "group",
            new double[] {1, 2.5, 7.25},
            new double[] {0.5, 0.125, 0.75},
            List.of(
                new Plot.Tag("sample 0", Samples.picture(0)),
                new Plot.Tag("sample 1", Samples.picture(1)),
                Plot.Tag.of("sample 2")));
    Plot scatter =
        new Plot.Scatter(Axis.of("distance", "ℓ₂"), Axis.of("share"), List.of(points), false, null);
    List<Object[]> rows =
        List.of(
            new Object[] {"b", 0.123456},
            new Object[] {"a10", 12345678.9},
            new Object[] {"c", -4e-12},
            new Object[] {"a9", -4e-12},
            new Object[] {"d", Double.NaN});
    return Report.titled("Small")
        .figure(new Figure(new Figure.Heading("points", "Points", ""), scatter))
        .table(
            Table.of(rows, "rows", "Rows")
                .text("name", "", row -> (String) row[0])
                .real("value", "", "", row -> (Double) row[1])
                .build())
        .build();
  }

  private static void open(Report report) throws IOException, InterruptedException {
    Path page = Files.createTempFile(folder, "report", ".html");
    Files.writeString(page, ReportPage.of(report, Format.usual()));
    browser.open(page);
  }

  private static void size(int width) throws InterruptedException {
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        Text.format(
            "{\"width\": %d, \"height\": 800, \"deviceScaleFactor\": 1, \"mobile\": false}",
            width));
  }

  private static void media(String medium, String theme) throws InterruptedException {
    browser.send(
        "Emulation.setEmulatedMedia",
        Text.format(
            "{\"media\": \"%s\", \"features\": [{\"name\": \"prefers-color-scheme\", \"value\":"
                + " \"%s\"}]}",
            medium, theme));
  }

  private static String paper() throws InterruptedException {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
  }

  private static boolean shown(String selector) throws InterruptedException {
    return browser
        .evaluate("document.querySelector('" + selector + "').getClientRects().length > 0")
        .asBoolean();
  }

  private static void click(int column) throws InterruptedException {
    browser.evaluate(BUTTON + "[" + column + "].click()");
  }

  private static List<String> column() throws InterruptedException {
    return texts("[...document.querySelectorAll('tbody th')].map(cell => cell.textContent)");
  }

  private static List<String> sorted() throws InterruptedException {
    return texts("[..." + HEAD + "].map(head => head.getAttribute('aria-sort'))");
  }

  private static List<String> texts(String expression) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    browser.evaluate(expression).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String tip() throws InterruptedException {
    return browser.evaluate("document.querySelector('.tip').textContent").asText();
  }

  private static void move(double x, double y) throws InterruptedException {
    browser.send(
        "Input.dispatchMouseEvent",
        Text.format("{\"type\": \"mouseMoved\", \"x\": %.2f, \"y\": %.2f}", x, y));
  }

  private static void key(String key) throws InterruptedException {
    browser.send(
        "Input.dispatchKeyEvent", Text.format("{\"type\": \"keyDown\", \"key\": \"%s\"}", key));
  }
}
