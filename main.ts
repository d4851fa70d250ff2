import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'cdktf';
import { SettingsError } from './config/settings-error.js';
import { synthesize } from './stacks/synthesize.js';

const app = new App();
try {
  await synthesize(app, dirname(fileURLToPath(import.meta.url)));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
