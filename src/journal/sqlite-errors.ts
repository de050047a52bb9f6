import { StoreError } from './store.js';

/** The row itself is at fault; another row would be taken. */
const REFUSED = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;

/** True if the file is in another process's hands and will be free again. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/** What a failure of the file or of SQLite means for the journal. */
export function storeErrorOfSqlite(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  if (REFUSED.test(code)) return new StoreError('refused', code);
  return new StoreError('unreachable', `${file}: ${EXPLAINED[code] ?? code}`);
}

const EXPLAINED: Readonly<Record<string, string>> = {
  EEXIST: 'a part of its path is a file (EEXIST)',
  EACCES: 'no permission to read and write it (EACCES)',
  EISDIR: 'it is a directory (EISDIR)',
  ENOENT: 'it is gone, or its folder cannot be made (ENOENT)',
  ENOTDIR: 'a part of its path is a file (ENOTDIR)',
  EROFS: 'the file system is read-only (EROFS)',
  SQLITE_ERROR: 'it does not hold a journal (SQLITE_ERROR)',
  SQLITE_BUSY: 'another process holds it locked (SQLITE_BUSY)',
  SQLITE_FULL: 'the disk is full (SQLITE_FULL)',
  SQLITE_NOTADB: 'it is not a SQLite database (SQLITE_NOTADB)',
  SQLITE_READONLY: 'it is read-only (SQLITE_READONLY)',
};

/** The code of a failure of the system or of SQLite. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown failure';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return 'name' in error ? String(error.name) : 'unknown failure';
}
