import type { Response } from 'express';
import { type Html, html } from '../report/html.js';
import type { AssetName } from './assets.js';
import type { SitePaths } from './site-paths.js';

/** Everything a page needs besides its content. */
export interface PageContext {
  readonly paths: SitePaths;
  readonly asset: (name: AssetName) => string;
  /** "deck 2026.11.0 · open mode": what every reader should know of this service. */
  readonly standing: string;
}

export type Part = 'stories' | 'what-would-i-see' | 'deck' | 'register';

export interface Page {
  readonly part: Part;
  readonly title: string;
  readonly content: Html;
}

export const NOTHING = html``;

/** Only our own files, no inline script or style, no frame: whatever a record says can do nothing here. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page of the workbench. */
export function pageText({ part, title, content }: Page, { paths, asset, standing }: PageContext): string {
  const links: readonly (readonly [Part, string, string])[] = [
    ['stories', paths.home, 'Stories'],
    ['what-would-i-see', paths.whatWouldISee, 'What would I see?'],
    ['deck', paths.deck, 'The deck'],
    ['register', paths.register, 'Register'],
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ocrelizumab-cds</title>
<link rel="icon" type="image/svg+xml" href="${asset('icon.svg')}">
<link rel="stylesheet" href="${asset('workbench.css')}">
<script type="module" src="${asset('workbench.js')}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="${paths.home}">ocrelizumab-cds</a>
<nav aria-label="Workbench"><ul>${links.map(([name, href, label]) => link(href, label, name === part))}</ul></nav>
<p class="standing">${standing}</p>
</header>
<main id="main" class="${part}" tabindex="-1">
${content}
</main>
<footer class="bottom"><p>Decision support, not a cleared medical device. The patients of the stories are invented.</p></footer>
</body>
</html>
`.text;
}

function link(href: string, label: string, isHere: boolean): Html {
  return isHere
    ? html`<li><a href="${href}" aria-current="page">${label}</a></li>`
    : html`<li><a href="${href}">${label}</a></li>`;
}

/** Sends a page; all of them share one policy. */
export function sendPageText(response: Response, status: number, text: string): void {
  response.status(status).set('Content-Security-Policy', PAGE_POLICY).type('html').send(text);
}
