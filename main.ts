import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'cdktf';
import { told } from './operate/told.js';
import { synthesize } from './stacks/synthesize.js';

const app = new App();
try {
  await synthesize(app, dirname(fileURLToPath(import.meta.url)));
} catch (error) {
  const { message, exitCode } = told(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}
