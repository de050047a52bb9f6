// Unpacks Chromium from its npm package into TMPDIR and says where it lies. A process of its own, as the
// package decides by its environment, and changes it.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
const executablePath = await chromium.executablePath();

// The package's own list of fonts names /tmp/fonts, wherever they were unpacked; without a font no text has a size.
const fonts = join(tmpdir(), 'fonts');
const list = join(fonts, 'of-the-tests.conf');
writeFileSync(
  list,
  `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${join(tmpdir(), 'fonts-cache')}</cachedir></fontconfig>`,
);
const { LD_LIBRARY_PATH } = process.env;
process.stdout.write(JSON.stringify({ executablePath, env: { LD_LIBRARY_PATH, FONTCONFIG_FILE: list } }));
