import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { days, temporaryFolder } from './fixture.js';
import { outputOf, startProgram } from './spawned.js';

/** Lets processes use one vault at the same moment; returns what each printed. */
async function atOnce(stack: string, now: number, environments: Record<string, string>[]): Promise<string[]> {
  const startAt = Date.now() + 3_000;
  const start = (environment: Record<string, string>) =>
    outputOf(startProgram('use-vault', [stack, `${startAt}`, `${now}`], environment));
  return Promise.all(environments.map(start));
}

/** The written pair must belong together, and be what the vault has now; so must password and verifier. */
function checkFiles(stack: string): void {
  const read = (file: string) => readFileSync(join(stack, 'secrets', 'redis', file), 'utf8');
  const kept = JSON.parse(readFileSync(join(stack, 'vault', 'passwords', 'redis-app.json'), 'utf8')) as Record<
    string,
    string
  >;

  expect(new X509Certificate(read('tls.crt')).checkPrivateKey(createPrivateKey(read('tls.key')))).toBe(true);
  expect([read('password'), read('verifier')]).toEqual([kept['plain'], kept['scram']]);
  expect(readdirSync(stack, { recursive: true }).filter((name) => /unfinished|lock/.test(String(name)))).toEqual([]);
}

test('four processes that make a vault at once agree on every secret', { timeout: 60_000 }, async () => {
  const stack = temporaryFolder();
  const outputs = await atOnce(stack, Date.now(), [{}, {}, {}, {}]);

  expect(new Set(outputs).size).toBe(1);
  checkFiles(stack);
});

test('processes that replace secrets at once leave files that belong together', { timeout: 60_000 }, async () => {
  const stack = temporaryFolder();
  await atOnce(stack, Date.now(), [{}]);
  const given = (value: string) => ({ PLANETARY_SECRET_REDIS_APP: value });
  const same = 'given-to-two-of-them';
  await atOnce(stack, Date.now() + days(400), [given(same), given(same), given('given-to-one-of-them')]);

  checkFiles(stack);
});
