import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { namingFile } from '../toolchain/disk-full.js';

/** Who owns a file and may read it. */
export interface Access {
  /** Permission bits, such as `0o600`. */
  readonly mode: number;
  /** Owner, user and group alike; undefined leaves the process' own. Giving one needs root. */
  readonly userId?: number | undefined;
}

/** Ends the name of a file that is still being written. */
const unfinishedSuffix = '.unfinished';
const sweepAfterMs = 600_000;

/** Makes a directory, and those above it, that only its owner can enter; corrects the mode of an existing one. */
export function privateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** Removes what crashed processes left unfinished in a directory: whatever is unfinished after ten minutes. */
export function sweepUnfinished(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!name.endsWith(unfinishedSuffix)) continue;
    const path = join(directory, name);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs > sweepAfterMs) rmSync(path, { force: true });
  }
}

/** The text of a file, or undefined when there is none. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Writes a file (0600) unless there is one, whole or not at all. Returns the text that is there: this one, or that of the
 * process that came first.
 */
export function createFile(path: string, text: string): string {
  const unfinished = writeUnfinished(dirname(path), basename(path), text, { mode: 0o600 });
  try {
    for (;;) {
      if (linked(unfinished, path)) break;
      const other = readIfPresent(path);
      if (other !== undefined) return other;
    }
  } finally {
    unlinkSync(unfinished);
  }
  syncDirectory(dirname(path));
  return text;
}

/**
 * Replaces a file, or makes it, whole or not at all. The unfinished text stays in `staging`, which must be on the same file
 * system and is the file's own directory by default.
 */
export function replaceFile(path: string, text: string, access: Access, staging: string = dirname(path)): void {
  const unfinished = writeUnfinished(staging, basename(path), text, access);
  try {
    renameSync(unfinished, path);
  } catch (error) {
    unlinkSync(unfinished);
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Whether an error of the file system has a code, such as `ENOENT`. */
function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function writeUnfinished(directory: string, name: string, text: string, access: Access): string {
  const path = join(directory, `.${name}.${randomBytes(6).toString('hex')}${unfinishedSuffix}`);
  const file = openSync(path, 'wx', 0o600);
  try {
    namingFile(path, () => writeFileSync(file, text));
    fchmodSync(file, access.mode);
    if (access.userId !== undefined) fchownSync(file, access.userId, access.userId);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
  return path;
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
