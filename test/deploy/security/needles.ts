import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What must be nowhere but in the vault and in the secret files: name → text. */
export type Needles = ReadonlyMap<string, string>;

/** Every password in clear, and of every private key a line that no other key has. */
export function needlesOf(vault: string): Needles {
  const passwords = readdirSync(join(vault, 'passwords')).flatMap((file) => {
    const kept = readFileSync(join(vault, 'passwords', file), 'utf8');
    return [...kept.matchAll(/"plain": "([^"]+)"/g)].map(([, plain = ''], turn): [string, string] => [
      `${file} ${turn}`,
      plain,
    ]);
  });
  const certificates = readdirSync(join(vault, 'certificates')).map((file) => join('certificates', file));
  const authorities = readdirSync(vault).filter((file) => file.endsWith('.pem'));
  const keys = [...authorities, ...certificates].flatMap((file): [string, string][] => {
    const lines = keyLines(readFileSync(join(vault, file), 'utf8'));
    return lines.length === 0 ? [] : [[`key of ${file}`, lines[1] ?? '']];
  });
  return new Map([...passwords, ...keys]);
}

/** Lines of base64 of a private key; the first is the same in every key of one curve. */
function keyLines(pem: string): string[] {
  const body = /-----BEGIN (?:EC )?PRIVATE KEY-----\n([^-]+)-----END/.exec(pem)?.[1] ?? '';
  return body.split('\n').filter(Boolean);
}

/** Names of the secrets that a text has. Never the secrets themselves: a test prints what it compares. */
export function secretsIn(text: string, needles: Needles): string[] {
  return [...needles].flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
}
