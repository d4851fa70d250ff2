import { once } from 'node:events';
import { readFileSync, readdirSync, rmSync, writeFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFile } from '../../secrets/atomic-file.js';
import { withLock } from '../../secrets/lock.js';
import { Refusal } from '../../toolchain/refusal.js';
import { temporaryFolder } from './fixture.js';
import { startProgram } from './spawned.js';

test(
  'a process killed while it replaces a file leaves the old or the new one, whole',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'file');
    let unfinished = 0;
    for (const delayMs of [3, 17, 31, 44, 60]) {
      const child = startProgram('write-forever', [path]);
      await once(child.stdout ?? child, 'data');
      await sleep(100 + delayMs);
      child.kill('SIGKILL');
      await once(child, 'close');

      const text = readFileSync(path, 'utf8');
      expect(text.length).toBe(4_000_000);
      expect(new Set(text).size).toBe(1);
      unfinished += readdirSync(folder).length - 1;
      for (const name of readdirSync(folder)) if (name !== 'file') rmSync(join(folder, name));
    }
    // Else no kill came in the middle of a write.
    expect(unfinished).toBeGreaterThan(0);
  },
);

test('createFile leaves an existing file as it is, and says what is in it', () => {
  const path = join(temporaryFolder(), 'file');

  expect(createFile(path, 'first')).toBe('first');
  expect(createFile(path, 'second')).toBe('first');
  expect(readFileSync(path, 'utf8')).toBe('first');
});

test('the lock of a process that was killed is taken over', { timeout: 30_000 }, async () => {
  const folder = temporaryFolder();
  await once(startProgram('die-with-lock', [folder]), 'close');
  expect(readdirSync(folder)).toEqual(['.lock']);

  expect(await withLock(folder, () => 'done', { waitMs: 0 })).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock that is held is waited for, then reported; a very old one is not', async () => {
  const folder = temporaryFolder();
  const path = join(folder, '.lock');
  writeFileSync(path, `${process.ppid} of another`);

  await expect(withLock(folder, () => 'done', { waitMs: 100 })).rejects.toThrow(
    new Refusal(
      `${path} is held by process ${process.ppid} for longer than 0.1 s. ` +
        `Wait for that run to end; when there is no such run, delete the file.`,
    ),
  );
  utimesSync(path, Date.now() / 1000 - 200, Date.now() / 1000 - 200);
  expect(await withLock(folder, () => 'done', { waitMs: 0 })).toBe('done');
});

test('work under one lock never overlaps, and a failure releases it', async () => {
  const folder = temporaryFolder();
  let running = 0;
  const work = async () => {
    running += 1;
    expect(running).toBe(1);
    await sleep(5);
    running -= 1;
  };
  await expect(withLock(folder, () => Promise.reject(new Error('failed')))).rejects.toThrow(new Error('failed'));
  await Promise.all(Array.from({ length: 8 }, () => withLock(folder, work)));
});
