import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'cdktf';
import { SettingsError } from './config/settings-error.js';
import { diskFullMessage } from './toolchain/disk-full.js';
import { synthesize } from './stacks/synthesize.js';

const app = new App();
try {
  await synthesize(app, dirname(fileURLToPath(import.meta.url)));
} catch (error) {
  const told = error instanceof SettingsError ? error.message : diskFullMessage(error);
  if (told === undefined) throw error;
  process.stderr.write(`${told}\n`);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}
