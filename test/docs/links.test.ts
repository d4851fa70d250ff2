import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const checkout = join(import.meta.dirname, '..', '..');

const stateLib = ['README.md', 'COHERENCE.md', 'SERVICE.md'].map((page) => `state-lib/${page}`);

it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/coherence.md', ...stateLib])(
  'no link of %s is dead',
  (page) => {
    const text = readFileSync(join(checkout, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
    expect(links.filter((link) => !existsSync(join(checkout, dirname(page), link)))).toEqual([]);
  },
);
