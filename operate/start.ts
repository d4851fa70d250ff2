import { runCommand } from './command.js';
import { watchInterrupts } from './interrupt.js';
import { startCommand } from './start/options.js';
import { start } from './start/start.js';

watchInterrupts(() => process.stderr.write('\ninterrupted: waiting for Terraform to end what it is at\n'));
await runCommand(startCommand(start));
