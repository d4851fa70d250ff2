import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');

it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'])('no link of %s is dead', (page) => {
  const text = readFileSync(join(checkout, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
  expect(links.filter((link) => !existsSync(join(checkout, link)))).toEqual([]);
});
