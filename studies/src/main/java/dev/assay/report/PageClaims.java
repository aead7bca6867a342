package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The statements on a page, with what they rest on. */
final class PageClaims {
  private PageClaims() {}

  static void write(Html html, List<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    html.line("<h2 id=\"claims\">Claims</h2>");
    html.paragraph("count", count(claims));
    for (Claim claim : claims) {
      html.line("<div class=\"claim ", kind(claim), "\" id=\"", id(claim), "\">");
      html.line(
          "<p><strong>",
          Html.escape(claim.id()),
          "</strong> ",
          Html.escape(claim.statement()),
          " <span class=\"verdict\">",
          Html.escape(claim.verdict().words()),
          "</span></p>");
      html.paragraph("evidence", claim.evidence());
      numbers(html, "<p class=\"open\">Kept open by:</p>", claim.open());
      numbers(html, "<p class=\"evidence\">Numbers:</p>", claim.numbers());
      if (!claim.seeds().isEmpty()) {
        String seeds = String.join(", ", claim.seeds().stream().map(String::valueOf).toList());
        html.paragraph("seeds", "Seeds: " + seeds);
      }
      html.line("</div>");
    }
  }

  /** Leads to a claim, with its verdict. */
  static String link(Claim claim) {
    String words = Html.escape(claim.verdict().words());
    return ReportPage.link(id(claim), claim.id())
        + " <span class=\"verdict "
        + kind(claim)
        + "\">"
        + words
        + "</span>";
  }

  private static String count(List<Claim> claims) {
    return Arrays.stream(Claim.Verdict.values())
        .filter(verdict -> number(claims, verdict) > 0)
        .map(verdict -> Text.format("%d %s", number(claims, verdict), verdict.words()))
        .collect(Collectors.joining(", ", "Verdicts: ", "."));
  }

  private static long number(List<Claim> claims, Claim.Verdict verdict) {
    return claims.stream().filter(claim -> claim.verdict() == verdict).count();
  }

  private static String kind(Claim claim) {
    return claim.verdict().name().toLowerCase(Locale.ROOT);
  }

  private static String id(Claim claim) {
    return "claim-" + claim.id().replaceAll("[^A-Za-z0-9]+", "-");
  }

  private static void numbers(Html html, String title, List<Quantity> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    html.line(title).line("<ul>");
    for (Quantity number : numbers) {
      html.line(
          "<li>",
          Html.escape(number.label()),
          ": <strong>",
          Html.escape(Numbers.value(number)),
          "</strong>",
          number.interval() == null ? "" : Html.escape(", " + Numbers.of(number.interval())),
          number.remark().isEmpty() ? "" : Html.escape("; " + number.remark()),
          "</li>");
    }
    html.line("</ul>");
  }
}
