import { execa } from 'execa';
import { expect, it } from 'vitest';
import { standInSources } from '../../offline/stand-in-revision.js';

it("the stand-in's own Go tests pass", { timeout: 300_000 }, async () => {
  const options = { cwd: standInSources(), env: { CGO_ENABLED: '0' }, all: true, reject: false } as const;
  expect((await execa('go', ['vet', './...'], options)).all).toBe('');
  const { exitCode, all } = await execa('go', ['test', './...'], options);
  expect(exitCode, all).toBe(0);
});
