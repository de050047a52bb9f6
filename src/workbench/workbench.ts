import { Router } from 'express';
import { EXACT_PATHS } from '../http/exact-paths.js';
import { methodNotAllowed } from '../http/not-found.js';
import { type AssetName, assetsRouter, readAssets } from './assets.js';
import { deckPage } from './deck/deck-page.js';
import { explainRouter } from './explain/explain-router.js';
import { type PageContext, pageText, sendPageText } from './page.js';
import { registerPage } from './register/register-page.js';
import { sitePaths } from './site-paths.js';
import { storiesRouter } from './stories/stories-router.js';
import { storyShelf } from './stories/story-shelf.js';
import type { WorkbenchDeps } from './workbench-deps.js';

/**
 * The pages for people: stories, what would I see, the deck, register. Nothing of them reads or writes the
 * journal, and nothing that is pasted is kept; only a story in open mode calls the hook itself, as an EHR would.
 */
export function workbenchRouter(deps: WorkbenchDeps): Router {
  const { deck, services, baseUrl, mode } = deps;
  const paths = sitePaths(baseUrl);
  const assets = readAssets();
  const context: PageContext = {
    paths,
    asset: (name: AssetName) => `${paths.asset(name)}?v=${assets.get(name)?.version ?? ''}`,
    standing: `deck ${deck.definition.version} · ${deck.source.region.toUpperCase()} · ${mode === 'open' ? 'open mode' : 'registered EHRs'}${deck.siteChanges.length > 0 ? ` · ${deck.siteChanges.length} site changes` : ''}`,
  };
  const shelf = storyShelf(deck, deps.storiesDirectory);
  const now = () => new Date(deps.clock());
  const whole = once(() => pageText(deckPage(deck, shelf, paths), context));
  const registration = once(() => pageText(registerPage({ deck, services, baseUrl, mode }), context));

  const router = Router(EXACT_PATHS);
  router.use(assetsRouter(assets));
  router.use(storiesRouter({ ...deps, shelf, context, now }));
  router.use(explainRouter({ ...deps, shelf, context, now }));
  router
    .route('/workbench/deck')
    .get((_request, response) => sendPageText(response, 200, whole()))
    .all(methodNotAllowed('GET', 'HEAD'));
  router
    .route('/workbench/register')
    .get((_request, response) => sendPageText(response, 200, registration()))
    .all(methodNotAllowed('GET', 'HEAD'));
  return router;
}

/** The deck never changes while the service runs: its pages are written when first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
