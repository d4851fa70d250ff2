import { join } from 'node:path';
import { smokeCommand } from './command.js';

process.exitCode = await smokeCommand(process.argv, join(import.meta.dirname, '..'));
