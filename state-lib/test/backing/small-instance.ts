import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { openState } from '../../src/state.js';
import type { StateSettings } from '../../src/state.js';

/** An instance in a process with little memory: reads the pages of a region, more rows and lists than it can hold, then writes large entities, all at once. */
const { database, cache } = JSON.parse(process.argv[2] ?? '{}') as Pick<StateSettings, 'database' | 'cache'>;
const state = await openState({ database: { ...database, password: () => 'app-password' }, cache });
const pages: number[] = [];
const ids: string[] = [];
let after: string | undefined;
do {
  const page = await state.entities.inRegion('1_1_1', { after });
  pages.push(page.rows.length);
  ids.push(...page.rows.map(({ id }) => id));
  after = page.next;
} while (after !== undefined);
const changed = await state.entities.changedSince(new Date(0));
const codeOf = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'read',
    (error: unknown) => (error as { code?: string }).code ?? 'other',
  );
const refused = [
  await codeOf(state.entities.getMany([...ids, ...Array.from({ length: 60 }, () => randomUUID())])),
  await codeOf(Promise.all(Array.from({ length: 20 }, async (_, n) => await state.entities.inRegion(`3_3_${n}`)))),
  await codeOf(Promise.all(Array.from({ length: 8 }, async (_, n) => await state.entities.inRegion(`3_3_${n}`)))),
];
const text = 'x'.repeat(2 ** 20 - 20);
const large = { regionId: '2_2_2', entityType: 'chunk', position: {} };
console.error('pages', pages.length, process.memoryUsage().heapUsed);
const writes: Promise<unknown>[] = [];
for (let count = 0; count < 400; count += 1) {
  const write = state.entities.put({ ...large, id: randomUUID(), payload: { text } });
  writes.push(
    write.then(
      () => 'written',
      (error: unknown) => (error as { code?: string }).code ?? 'other',
    ),
  );
  // As calls of clients come: one after another, without waiting for each other.
  await setImmediate();
}
const codes = new Map<string, number>();
for (const code of await Promise.all(writes)) codes.set(code as string, (codes.get(code as string) ?? 0) + 1);
const rss = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(JSON.stringify({ pages, refused, changed: changed.rows.length, codes: Object.fromEntries(codes), rss }));
await state.close();
