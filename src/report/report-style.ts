import { createHash } from 'node:crypto';

/** The page's only style. It stands in the page, so that a saved or printed report is complete. */
export const REPORT_STYLE = `
:root { color-scheme: light; }
body { font: 15px/1.45 system-ui, sans-serif; color: #1c2329; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; }
h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #c9d0d6; }
h3 { font-size: 1rem; margin: 1.4rem 0 0.3rem; }
nav a { margin-right: 1rem; }
table { border-collapse: collapse; margin: 0.4rem 0 1rem; }
th, td { text-align: left; padding: 0.2rem 0.9rem 0.2rem 0; border-bottom: 1px solid #e4e8eb; vertical-align: top; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.quiet { color: #5a6570; }
.candidates { border-left: 4px solid #d9782d; padding: 0.3rem 0 0.3rem 1rem; }
svg { max-width: 100%; height: auto; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media print {
  body { margin: 0; max-width: none; font-size: 11px; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr, svg, .candidates { break-inside: avoid; }
}
`;

/** Allows that style and nothing else: no script, no image, no request, no frame. */
export const REPORT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
