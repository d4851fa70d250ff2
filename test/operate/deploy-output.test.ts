import { expect, it } from 'vitest';
import { DeployOutput } from '../../operate/deploy-output.js';

function follow(...lines: string[]): DeployOutput {
  const output = new DeployOutput();
  for (const line of lines) output.add(line);
  return output;
}

it('counts what the plan has and what is finished', () => {
  const { progress } = follow(
    'local  Plan: 3 to add, 1 to change, 2 to destroy.',
    'local  docker_container.x_1 (database/cockroach/0): Creation complete after 3s [id=abc]',
    '       docker_network.y: Destruction complete after 0s',
  );
  expect(progress).toEqual({ total: 6, done: 2, last: 'docker_network.y', unchanged: false, restarts: [] });
});

it('names the replicas that run and will be replaced or removed, no tasks and no new ones', () => {
  const { progress } = follow(
    'local  \u001B[1m  # docker_container.cache_redis_0_1 (cache/redis/0)\u001B[0m must be replaced',
    '       # docker_container.pools_2 (pools/pgbouncer/0) is tainted, so it must be replaced',
    '       # docker_container.host-gateway_3 (host-gateway/0) will be destroyed',
    '       # docker_container.x_4 (service/state/1) will be created',
    '       # docker_container.x_5 (service/state/0) will be updated in-place',
    '       # docker_container.x_6 (database/cockroach-migrate/container) must be replaced',
    'local  Plan: 4 to add, 1 to change, 4 to destroy.',
  );
  expect(progress.restarts).toEqual(['redis-0', 'pgbouncer-0', 'host-gateway-0']);
});

it('knows that nothing is to be done', () => {
  expect(follow('local  No changes. Your infrastructure matches the configuration.').progress.unchanged).toBe(true);
});

it("keeps Terraform's errors and leaves out positions in generated files", () => {
  const errors = follow(
    '\u001B[31mlocal  Error: local-exec provisioner error\u001B[0m',
    '         with docker_container.x,',
    '         on cdk.tf.json line 10, in resource.docker_container.x:',
    '         10:   }',
    '         task smoke failed; its last lines:',
    '0 Stacks deploying',
    'unrelated',
  ).errors();
  expect(errors).toEqual(['local-exec provisioner error\n  task smoke failed; its last lines:']);
});

it('keeps an error whole that cdktf printed in two pieces, and another line between them', () => {
  const errors = follow(
    'local  ╷',
    'local  │ Error: local-exec provisioner error',
    '       │ ',
    '       │   with docker_container.x (smoke/container),',
    '       │ 3264:             }',
    'local  │ ',
    '       docker_container.y: Still creating... [10s elapsed]',
    "       │ Error running command 'test 1 = 0 || { echo 'task smoke failed;",
    "local  │ its last lines:' >&2; exit 1; }': exit status 1. Output: task smoke failed; its last lines:",
    'local  │ redis: replica',
    '       ╵',
    'local  │ Warning: later',
  ).errors();
  expect(errors).toEqual(['local-exec provisioner error\n  task smoke failed; its last lines:\n  redis: replica']);
});

it('leaves out the lines of a stack trace, and no others', () => {
  const errors = follow(
    'Error: the vault is damaged',
    '    at withLock (file:///srv/checkout/secrets/lock.ts:37:56)',
    '    at async Promise.all (index 0)',
    '    at file:///srv/checkout/main.ts:9:3',
    '    at node:internal/main/run_main_module:36:49',
    '    at least 3 nodes are needed',
    'unrelated',
  ).errors();
  expect(errors).toEqual(['the vault is damaged\n  at least 3 nodes are needed']);
});

it('tells what main.ts has said of a synth that it refused', () => {
  const output = follow(
    '[ERROR] default - /srv/vault/authority.pem is damaged.',
    'Synth command: npx tsx main.ts',
    'Error:         non-zero exit code 3',
    '',
    'Command output on stderr:',
    '',
    '    /srv/vault/authority.pem is damaged.',
    '    Restore it.',
    '',
    '⠦  Synthesizing',
  );
  expect(output.errors()).toEqual(['/srv/vault/authority.pem is damaged.\nRestore it.']);
  expect(output.synthRefused).toBe(true);
  expect(follow('Error:         non-zero exit code 1').synthRefused).toBe(false);
});
