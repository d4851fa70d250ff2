import type { Programs } from '../../bench/programs.js';
import { peers, stateLib } from './contender.js';
import { race } from './race.js';
import type { RaceResult } from './race.js';

// Run by main.ts, on the Node.js that the newest peers need.
const programs = JSON.parse(process.argv[2] ?? '{}') as Programs;
const keys = Array.from({ length: 10 }, (_, index) => String(index));
const results: RaceResult[] = [];
for (const open of [...(await peers(programs)), async () => await stateLib(programs)]) {
  const contender = await open();
  results.push(await race(contender, keys));
  process.send?.({ progress: contender.name });
  await contender.close();
}
process.send?.({ results }, () => process.exit(0));
