import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** `h1:` hash of a folder as Terraform's lock file has it: Go's `dirhash.Hash1` over all files below it. */
export function packageHash(directory: string): string {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const lines = names
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${sha256(readFileSync(join(directory, name))).toString('hex')}  ${name}\n`);
  return `h1:${sha256(lines.join('')).toString('base64')}`;
}

interface KeptHash {
  readonly of: string;
  readonly hash: string;
}

/** `packageHash` of a folder with one program, kept in `file` until the program's size or time changes: hashing takes half a second. */
export function keptPackageHash(directory: string, program: string, file: string): string {
  const { size, mtimeMs } = statSync(program);
  const of = `${program} ${size} ${mtimeMs}`;
  const kept = readKept(file);
  if (kept?.of === of) return kept.hash;
  const hash = packageHash(directory);
  writeFileSync(file, JSON.stringify({ of, hash } satisfies KeptHash));
  return hash;
}

function readKept(file: string): KeptHash | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeptHash;
  } catch {
    return undefined;
  }
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
