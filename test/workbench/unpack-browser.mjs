// Unpacks Chromium from its npm package into TMPDIR and says where it lies. A process of its own, as the
// package decides by its environment, and changes it.
import chromium from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
const executablePath = await chromium.executablePath();
const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
process.stdout.write(JSON.stringify({ executablePath, env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } }));
