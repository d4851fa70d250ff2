import { createHash } from 'node:crypto';

/** First 12 hex digits of the SHA-256 of a value as JSON; functions (how a secret's text is made) count by their source. */
export function contentHash(value: unknown): string {
  const json = JSON.stringify(value, (_, item: unknown) => (typeof item === 'function' ? item.toString() : item));
  return createHash('sha256').update(json).digest('hex').slice(0, 12);
}
