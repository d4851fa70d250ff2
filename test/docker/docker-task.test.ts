import { expect, it } from 'vitest';
import type { Task } from '../../constructs/workload.js';
import { redis, render, smoke } from './platform-fixture.js';

const task: Task = {
  ...smoke,
  secrets: {
    'passwords.sql': {
      kind: 'text',
      passwords: ['database-app'],
      render: (password) => password('database-app').scram,
    },
    licence: { kind: 'given', given: 'cockroach-licence' },
    'ca.crt': { kind: 'authority' },
    'state-token': { kind: 'password', password: 'state-token' },
  },
  carries: ['passwords.sql', 'licence'],
};

it('a task runs again when what it carries to a server changes, and not for what it logs in with', () => {
  const { containers } = render((docker, stack) => {
    docker.workload(stack, redis);
    docker.task(stack, task);
  });
  const labels = containers['shop-smoke']?.['labels'] as { label: string; value: string }[];
  const digest = (file: string) => `\${substr(filesha256("/home/dev/shop/.stacks/shop/secrets/smoke/${file}"), 0, 7)}`;
  expect(labels.filter(({ label }) => label.startsWith('planetary.carried.'))).toEqual([
    { label: 'planetary.carried.passwords.sql', value: digest('passwords.sql') },
    { label: 'planetary.carried.licence', value: digest('licence') },
  ]);
});
