import { type Html, html } from '../../report/html.js';

/** A text to hand on, with a button that copies it. */
export function copyable(label: string, text: string): Html {
  return html`<div class="copyable"><pre tabindex="0" role="region" aria-label="${label}">${text}</pre><button type="button" data-copy aria-label="Copy: ${label}">Copy</button></div>`;
}
