import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diskFullMessage, namingFile } from '../../toolchain/disk-full.js';

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
