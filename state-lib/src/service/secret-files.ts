import { readFileSync } from 'node:fs';

/** A secret in a file, read at each use, without the newline at its end. */
export function secretFile(path: string): () => string {
  return () => {
    const text = readFileSync(path, 'utf8').trimEnd();
    if (text === '') throw new Error(`${path} is empty: it must hold a secret`);
    return text;
  };
}
