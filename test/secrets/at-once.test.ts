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

/** What does not fit: the written pair must belong together, password and verifier be the vault's, and nothing be left over. */
function faults(stack: string): string[] {
  const read = (file: string) => readFileSync(join(stack, 'secrets', 'redis', file), 'utf8');
  const kept = JSON.parse(readFileSync(join(stack, 'vault', 'passwords', 'redis-app.json'), 'utf8')) as Record<
    string,
    string
  >;

  const leftOver = readdirSync(stack, { recursive: true })
    .map(String)
    .filter((name) => /unfinished|lock/.test(name));
  return [
    ...(new X509Certificate(read('tls.crt')).checkPrivateKey(createPrivateKey(read('tls.key'))) ? [] : ['another key']),
    ...(read('password') === kept['plain'] ? [] : ['another password']),
    ...(read('verifier') === kept['scram'] ? [] : ['another verifier']),
    ...leftOver,
  ];
}

test('four processes that make a vault at once agree on every secret', { timeout: 60_000 }, async () => {
  const stack = temporaryFolder();
  const outputs = await atOnce(stack, Date.now(), [{}, {}, {}, {}]);

  expect(new Set(outputs).size).toBe(1);
  expect(faults(stack)).toEqual([]);
});

test('processes that replace the same secrets at once agree on the new ones', { timeout: 60_000 }, async () => {
  const stack = temporaryFolder();
  await atOnce(stack, Date.now(), [{}]);
  const outputs = await atOnce(stack, Date.now() + days(400), Array(4).fill(given('given-to-every-one')));

  expect(new Set(outputs).size).toBe(1);
  expect(outputs[0]).toContain('given-to-every-one');
  expect(faults(stack)).toEqual([]);
});

test('processes with other given passwords leave files that belong together', { timeout: 60_000 }, async () => {
  const stack = temporaryFolder();
  await atOnce(stack, Date.now(), [given('given-to-the-first'), given('given-to-the-second'), {}]);

  expect(faults(stack)).toEqual([]);
});

function given(value: string): Record<string, string> {
  return { PLANETARY_SECRET_REDIS_APP: value };
}
