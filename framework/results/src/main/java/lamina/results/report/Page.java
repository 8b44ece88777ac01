package lamina.results.report;

import lamina.results.Html;

/**
 * The frame of a page: everything inside it, nothing fetched, and a browser that holds it to it.
 */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #fdfdfb; --text: #1c1e22; --soft: #5c626c;
        --line: #e2e2dd; --notice: #fdf3d3; --edge: #c99700; }
      body { margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 66rem; color: var(--text);
        background: var(--page); font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif; }
      h1 { margin: 0; font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.02em; }
      h2 { margin: 3rem 0 0.4rem; padding-top: 1.2rem; border-top: 1px solid var(--line);
        font-size: 1.3rem; }
      p { margin: 0.4rem 0; max-width: 46rem; }
      .lead { margin-top: 0.7rem; font-size: 1.1rem; }
      .meta { color: var(--soft); font-size: 0.9rem; }
      .notice { margin: 1.2rem 0; padding: 0.7rem 1rem; background: var(--notice);
        border-left: 4px solid var(--edge); }
      .lamina-table { font-size: 0.88rem; }
      .picture { margin: 1.6rem 0; }
      .picture img { display: block; max-width: 100%; height: auto; mix-blend-mode: multiply; }
      .picture figcaption { color: var(--soft); font-size: 0.88rem; max-width: 46rem; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(27rem, 1fr));
        gap: 0 2rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem;
        font-size: 0.9rem; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .checksums th, .failures th { text-align: left; }
      .checksums td { text-align: left; font-family: ui-monospace, monospace; font-size: 0.85em; }
      h3 { margin: 1.4rem 0 0; font-size: 1rem; }
      .source { overflow-x: auto; padding: 0.8rem 1rem; border: 1px solid var(--line);
        font: 0.82rem/1.5 ui-monospace, monospace; }
      .failures td { text-align: left; white-space: normal; }
      @media screen and (prefers-color-scheme: dark) {
        :root { --page: #15171b; --text: #e4e4e0; --soft: #a0a6b0; --line: #30343b;
          --notice: #33290d; --edge: #d9a92b; }
        .picture img { filter: invert(1) hue-rotate(180deg); mix-blend-mode: screen; }
      }
      @media (max-width: 34rem) { .pictures { grid-template-columns: 1fr; } }
      @media print {
        :root { --page: #ffffff; --text: #000000; }
        body { max-width: none; padding: 0; font-size: 10pt; }
        .lamina-table { overflow: visible; font-size: 8pt; }
        h2 { break-after: avoid; }
        tr, .picture, .notice { break-inside: avoid; }
      }
      """;

  private Page() {}

  /**
   * @param title as text
   * @param body as HTML
   */
  static String of(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s%s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(Html.escape(title), Html.TABLE_STYLE, STYLE, body);
  }

  /** A part of the page, with one sentence of what it shows. */
  static String section(String title, String sentence, String content) {
    return "<section>\n<h2>%s</h2>\n<p>%s</p>\n%s</section>\n"
        .formatted(Html.escape(title), Html.escape(sentence), content);
  }
}
