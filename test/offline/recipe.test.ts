import { describe, expect, it } from 'vitest';
import { packageProgress } from '../../offline/debootstrap.js';
import { recipe, recipeHash } from '../../offline/recipe.js';

describe('recipeHash', () => {
  it('is stable, and another one for every change of the recipe', () => {
    expect(recipeHash({ ...recipe })).toBe(recipeHash(recipe));
    const changed = [
      { ...recipe, suite: 'forky' },
      { ...recipe, packages: recipe.packages.slice(1) },
      { ...recipe, removed: [] },
      { ...recipe, links: {} },
      { ...recipe, users: {} },
      { ...recipe, environment: {} },
    ];
    expect(new Set([recipe, ...changed].map(recipeHash)).size).toBe(1 + changed.length);
  });
});

describe('packageProgress', () => {
  it('says something for the first and for every 50th package of a phase, and keeps other lines to itself', () => {
    const lines: string[] = [];
    const report = packageProgress((line) => lines.push(line));
    for (let n = 0; n < 120; n++) report(`I: Retrieving package-${n}`);
    report('I: Configuring bash...');
    report('W: something else');
    expect(lines).toEqual([
      'downloading Debian packages (1 …)',
      'downloading Debian packages (51 …)',
      'downloading Debian packages (101 …)',
      'configuring Debian packages (1 …)',
    ]);
  });
});
