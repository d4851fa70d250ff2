import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diskFullMessage, isFull, namingFile } from '../../toolchain/disk-full.js';

it('a full disk is told with the file and what to do', () => {
  const error = new Error('ENOSPC: no space left on device, write') as NodeJS.ErrnoException;
  error.code = 'ENOSPC';
  const write = () =>
    namingFile('/x/settings.yaml', () => {
      throw error;
    });
  expect(write).toThrow(error);
  expect(diskFullMessage(error)).toBe(
    '/x/settings.yaml cannot be written: its file system is full. Make room and run the command again; it goes on from here.',
  );
});

it.runIf(process.platform === 'linux')('as the kernel tells it', () => {
  const message = (): string | undefined => {
    try {
      return String(namingFile('/dev/full', () => writeFileSync('/dev/full', 'x')));
    } catch (error) {
      return diskFullMessage(error);
    }
  };
  expect(message()).toContain('/dev/full cannot be written: its file system is full');
});

it('another error is not', () => {
  expect(diskFullMessage(Object.assign(new Error(), { code: 'EACCES' }))).toBeUndefined();
  expect(diskFullMessage('full')).toBeUndefined();
});

it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('is seen before anything is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  try {
    expect(isFull(folder)).toBe(false);
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(1_000_000));
    expect(isFull(folder)).toBe(true);
  } finally {
    execFileSync('umount', [folder]);
    rmdirSync(folder);
  }
});
