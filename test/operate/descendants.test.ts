import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { descendants, processes, readProcesses } from '../../operate/descendants.js';

const text = `    1     0 systemd
   10     1 node
   11    10 sh
   12    11 terraform
   13    12 terraform-provider-docker_v4.5.0
   14    10 /opt/bin/tofu
   20     1 terraform
`;

it('finds Terraform below a process, and no other one', () => {
  expect(descendants(readProcesses(text), 10, ['terraform', 'tofu'])).toEqual([12, 14]);
  expect(descendants(readProcesses(text), 13, ['terraform', 'tofu'])).toEqual([]);
});

it('sees the processes of this machine', async () => {
  const child = spawn('sleep', ['30']);
  try {
    expect(descendants(await processes(), process.pid, ['sleep'])).toContain(child.pid);
  } finally {
    child.kill();
  }
});
