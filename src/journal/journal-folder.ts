import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './sqlite-errors.js';

/**
 * Makes a folder for the service's own account, with those above it. Not by mkdir's `recursive`: where a file
 * system lets nobody make a folder, as /proc does, that tries again for ever.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) throw error;
    await makeFolder(above);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Where it is no folder, opening the file in it says so.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
