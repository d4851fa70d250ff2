import { statfsSync } from 'node:fs';

/** What a person must know of an error that says that a file system is full; undefined for any other error. */
export function diskFullMessage(error: unknown): string | undefined {
  const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown };
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  const where = typeof path === 'string' ? `${path} cannot be written` : 'A file cannot be written';
  const why = code === 'EDQUOT' ? "its owner's quota is used up" : 'its file system is full';
  return `${where}: ${why}. Make room and run the command again; it goes on from here.`;
}

/** Runs work that writes a file, and adds the file's name to an error that lacks it, as that of a full disk does. */
export function namingFile<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof Error && !('path' in error) ? Object.assign(error, { path }) : error;
  }
}

/** Less than the smallest file that a deploy writes whole, such as Terraform's state. */
const leastBytes = 64 * 1024;

/** Whether the file system of a folder has no room left. */
export function isFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < leastBytes;
}
