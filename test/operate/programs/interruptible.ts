import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { runCommand } from '../../../operate/command.js';
import { cleaningUp, watchInterrupts, whileRunning } from '../../../operate/interrupt.js';

/** Stands in for a command: with `child`, something runs that ends 300 ms after it was told to. */
const hasChild = process.argv.includes('child');

async function work(): Promise<void> {
  console.log('ready');
  if (!hasChild) return await sleep(60_000);
  const child = new EventEmitter();
  await whileRunning(
    () => child.emit('told'),
    async () => {
      const alive = setInterval(() => undefined, 1_000);
      await once(child, 'told');
      await sleep(300);
      clearInterval(alive);
      console.log('child ended');
    },
  );
}

watchInterrupts(() => console.log('waiting'));
const command = new Command().argument('[what]').action(async () => {
  await cleaningUp(() => console.log('cleaned up'), work);
});
await runCommand(command);
