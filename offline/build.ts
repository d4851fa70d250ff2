import { projectCommand, runCommand } from '../operate/command.js';
import { Failure } from '../operate/failure.js';
import { ensureOfflineImages } from './images.js';

const command = projectCommand(
  'npm run images --',
  'Builds the offline images, for machines that reach no registry of images, from packages of Debian; says so when they are up to date.',
).action(async () => {
  const started = performance.now();
  const { built, images } = await ensureOfflineImages({ onProgress: (line) => console.log(`  ${line}`) }).catch(
    (error: unknown) => {
      throw new Failure(error instanceof Error ? error.message : String(error));
    },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `Offline images ${built ? 'built' : 'up to date'} in ${seconds} s (CockroachDB is a PostgreSQL stand-in):`,
  );
  for (const image of images) console.log(`  ${image}`);
});
await runCommand(command);
