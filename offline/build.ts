import { ensureOfflineImages } from './images.js';

const started = performance.now();
try {
  const { built, images } = await ensureOfflineImages({ onProgress: (line) => console.log(`  ${line}`) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `Offline images ${built ? 'built' : 'up to date'} in ${seconds} s (CockroachDB is a PostgreSQL stand-in):`,
  );
  for (const image of images) console.log(`  ${image}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
