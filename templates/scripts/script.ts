import { readFileSync } from 'node:fs';

/** Text of a shell script of this folder. */
export function script(
  name: 'redis-start.sh' | 'sentinel-start.sh' | 'cockroach-start.sh' | 'cockroach-init.sh' | 'haproxy-start.sh',
): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
