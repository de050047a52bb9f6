import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Router } from 'express';
import { EXACT_PATHS } from '../http/exact-paths.js';

const TYPES = {
  'workbench.css': 'text/css; charset=utf-8',
  'workbench.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

export type AssetName = keyof typeof TYPES;

interface Asset {
  readonly body: Buffer;
  readonly version: string;
}

/** The style, the script and the icon of the workbench, read once; `npm run build` puts them beside the code. */
export function readAssets(): ReadonlyMap<string, Asset> {
  return new Map(
    Object.keys(TYPES).map((name) => {
      const body = readFileSync(new URL(`./assets/${name}`, import.meta.url));
      return [name, { body, version: createHash('sha256').update(body).digest('hex').slice(0, 12) }];
    }),
  );
}

/** Serves the assets; their address names their content, so that a browser may keep them for good. */
export function assetsRouter(assets: ReadonlyMap<string, Asset>): Router {
  const router = Router(EXACT_PATHS);
  router.get('/workbench/assets/:name', (request, response, next) => {
    const { name } = request.params;
    const asset = assets.get(name);
    if (!asset) return next();
    response.set({
      'Content-Type': TYPES[name as AssetName],
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    response.send(asset.body);
  });
  return router;
}
