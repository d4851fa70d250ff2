import { fork } from 'node:child_process';
import { join } from 'node:path';
import { installPeers } from '../../bench/node-22.js';
import { programsOf } from '../../bench/programs.js';
import { startBacking } from '../../test/backing/stack.js';
import type { RaceResult } from './race.js';

const node = installPeers();
const backing = await startBacking();
try {
  const programs = JSON.stringify(await programsOf(backing));
  const child = fork(join(import.meta.dirname, 'measure.ts'), [programs], {
    execPath: node,
    execArgv: ['--import', 'tsx'],
  });
  const results = await new Promise<RaceResult[]>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
    child.on('message', (message: { results?: RaceResult[]; progress?: string }) => {
      if (message.results === undefined) console.error(message.progress);
      else resolve(message.results);
    });
  });
  console.log('| library | mode | reads after the write | stale |\n| --- | --- | ---: | ---: |');
  for (const { name, mode, reads, stale } of results) console.log(`| ${name} | ${mode} | ${reads} | ${stale} |`);
  process.exitCode = results.find(({ name }) => name === 'state-lib')?.stale === 0 ? 0 : 1;
} finally {
  await backing.stop();
}
