import { describe, expect, test } from 'vitest';
import { placeholderPassword } from '../../constructs/secret-shape.js';
import { redisAcl, sentinelAcl } from '../../templates/redis-users.js';

const rules = new Map(
  redisAcl(() => placeholderPassword)
    .trimEnd()
    .split('\n')
    .map((line) => [line.split(' ')[1] ?? '', line]),
);

describe('users of Redis', () => {
  test('log in with a password of their own, and never as the default user', () => {
    expect(rules.get('default')).toMatch(/^user default off resetpass /);
    for (const [name, rule] of [...rules].filter(([user]) => user !== 'default')) {
      expect(rule).toMatch(new RegExp(`^user ${name} on #sha256 `));
    }
    expect(sentinelAcl(() => placeholderPassword)).toMatch(/^user default off$/m);
  });

  test('see no key unless their work is with keys', () => {
    const withKeys = [...rules].filter(([, rule]) => /allkeys|~|\+@all/.test(rule)).map(([name]) => name);
    expect(withKeys).toEqual(['default', 'app', 'operator']);
    expect(rules.get('app')).toContain(' ~ps:* ');
  });

  test('of metrics can read neither settings, which have a password, nor run scripts', () => {
    expect(rules.get('exporter')).toMatch(/ resetkeys resetchannels -@all /);
    expect(rules.get('exporter')).not.toMatch(/\+(config|get|eval|scan|@)/);
  });

  test('of the app cannot manage the server, nor plant or remove code', () => {
    for (const rule of ['-@admin', '-@dangerous', '-function', '-script|flush', '-script|kill'])
      expect(rules.get('app')).toContain(` ${rule}`);
  });
});
