import { expect, it } from 'vitest';
import { sparingly } from '../../operate/sparingly.js';

it('tells a log about progress now and then, a terminal always', () => {
  let time = 0;
  const told: string[] = [];
  const log = sparingly(
    (line) => void told.push(line),
    false,
    () => time,
  );
  for (time of [0, 5_000, 14_999, 15_000, 29_000, 31_000]) log(`${time}`);
  expect(told).toEqual(['0', '15000', '31000']);

  const shown: string[] = [];
  const terminal = sparingly((line) => void shown.push(line), true);
  for (const line of ['a', 'b']) terminal(line);
  expect(shown).toEqual(['a', 'b']);
});
