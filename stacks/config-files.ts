import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConfigFile } from '../constructs/docker/config-directories.js';
import { namingFile } from '../toolchain/disk-full.js';

/** Writes config files whose folder is named by its content: what is there already is right, and is left alone. */
export function writeConfigFiles(files: readonly ConfigFile[]): void {
  for (const { path, content } of files) {
    if (existsSync(path)) continue;
    const part = `${path}.${process.pid}.part`;
    mkdirSync(dirname(path), { recursive: true });
    try {
      namingFile(path, () => writeFileSync(part, content, { flag: 'wx' }));
      chmodSync(part, 0o444);
      renameSync(part, path);
    } finally {
      rmSync(part, { force: true });
    }
  }
}
