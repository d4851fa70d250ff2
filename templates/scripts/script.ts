import { readFileSync } from 'node:fs';

/** Text of a shell script of this folder. */
export function script(
  name:
    | 'cockroach-init.sh'
    | 'cockroach-licence.sh'
    | 'cockroach-start.sh'
    | 'follow-secrets.sh'
    | 'haproxy-start.sh'
    | 'pgbouncer-start.sh'
    | 'redis-start.sh'
    | 'renew-with-secrets.sh'
    | 'sentinel-start.sh',
): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
