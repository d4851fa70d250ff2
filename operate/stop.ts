import { runCommand } from './command.js';
import { watchInterrupts } from './interrupt.js';
import { stopCommand } from './stop/options.js';
import { stop } from './stop/stop.js';

watchInterrupts(() => process.stderr.write('\ninterrupted: waiting for Terraform to end what it is at\n'));
await runCommand(stopCommand(stop));
