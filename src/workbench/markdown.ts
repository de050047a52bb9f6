import MarkdownIt from 'markdown-it';
import { Html } from '../report/html.js';

/**
 * Cards as CDS clients show them: Markdown without HTML (it is shown as it is written) and without images
 * (nothing is fetched). Links with a script in them never become links.
 */
const renderer = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image');

renderer.validateLink = (url) => /^https?:\/\//i.test(url.trim());
renderer.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

/** The `detail` of a card as markup that can do nothing. */
export function markdown(text: string): Html {
  return new Html(renderer.render(text));
}
