import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { expandable, probeCommand } from '../../constructs/kubernetes/pod-name.js';
import { withOpenFiles } from '../../constructs/kubernetes/open-files.js';
import { terraformText } from '../../constructs/terraform-text.js';
import { read, expandVariables } from '../contract/rendered-text.js';

const awkward = [
  '',
  '$',
  '$$',
  '$$$',
  '${x}',
  '$${x}',
  '%{if}',
  '$(date)',
  '$(HOME) $$(POD)',
  'it\'s "x"',
  '$ {',
  'a$',
];

describe('texts survive Terraform', () => {
  it.each(awkward)('%j', (text) => expect(read(terraformText(text))).toBe(text));
});

describe('texts survive Kubernetes', () => {
  it.each(awkward)('%j', (text) => {
    const seen = expandVariables(read(expandable(text)), { POD_NAME: 'redis-0', HOME: '/', POD: 'no' });
    expect(seen).toBe(text);
  });

  it.each(['$(POD_NAME).redis-nodes', '$$(POD_NAME)', '$(POD_NAME)$(POD_NAME)$'])('%j names the pod', (text) => {
    const seen = expandVariables(read(expandable(text)), { POD_NAME: 'redis-0' });
    expect(seen).toBe(text.replaceAll('$(POD_NAME)', 'redis-0'));
  });
});

describe('probe commands', () => {
  it('are given as they are when they do not name the pod', () => {
    expect(probeCommand(['a', 'b $c'])).toEqual(['a', 'b $c']);
  });

  it('get the name of the pod from a shell', () => {
    const words = ['printf', '[%s]', 'x$(POD_NAME)y', 'it\'s $HOME `id` "$(POD_NAME)"', ''];
    const [shell = '', ...rest] = probeCommand(words).map(read);
    const { stdout } = spawnSync(shell, rest, { env: { ...process.env, POD_NAME: 'redis-1' }, encoding: 'utf8' });
    expect(stdout).toBe('[xredis-1y][it\'s $HOME `id` "redis-1"][]');
  });
});

describe('the limit of open files', () => {
  const run = (limit: number, hard: number) => {
    const command = withOpenFiles('redis', limit, ['/bin/sh', '-c', 'ulimit -Sn; ulimit -Hn; echo "$@"', 'x']);
    return spawnSync('/bin/sh', ['-c', `ulimit -n ${hard}; exec "$@"`, 'outer', ...command, 'a b', 'c'], {
      encoding: 'utf8',
    });
  };

  it('is set for the process, which gets its arguments', () => {
    expect(run(300, 400)).toMatchObject({ status: 0, stdout: '300\n300\na b c\n', stderr: '' });
  });

  it('is an error where the runtime allows less', () => {
    // More than the kernel gives to anybody, so that it fails for root too.
    const { status, stderr } = run(2_000_000_000, 400);
    expect(status).toBe(78);
    expect(stderr).toBe(
      "redis needs 2000000000 open files, this node's container runtime allows 400: raise the runtime's LimitNOFILE or lower the tier's openFiles\n",
    );
  });

  it('is left alone when none is asked for', () => {
    expect(withOpenFiles('redis', undefined, ['a'])).toEqual(['a']);
  });
});
